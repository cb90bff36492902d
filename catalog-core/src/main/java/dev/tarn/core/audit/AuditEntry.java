package dev.tarn.core.audit;

/**
 * An event in its place.
 *
 * @param number from 1, without gaps
 * @param hash over the hash before and everything of this entry, in hexadecimal
 */
public record AuditEntry(long number, AuditEvent event, String hash) {}
