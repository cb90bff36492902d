package dev.tarn.core.audit;

/**
 * A place in a chain.
 *
 * @param number of an entry; 0 for the beginning of a chain
 * @param hash of that entry
 */
public record AuditLink(long number, String hash) {}
