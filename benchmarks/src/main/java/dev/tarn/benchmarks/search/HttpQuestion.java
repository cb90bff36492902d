package dev.tarn.benchmarks.search;

/**
 * A question as a request.
 *
 * @param path with the query, from the server's root
 * @param body JSON; empty for a GET
 */
public record HttpQuestion(String path, String body) {}
