package dev.tarn.core.ingest;

/**
 * Where in the input something stands.
 *
 * @param input the file's name
 * @param line from 1; for formats that are one JSON document, the number of the record, from 1
 */
public record ImportPosition(String input, long line) {}
