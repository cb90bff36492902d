package dev.tarn.core.audit;

import org.jspecify.annotations.Nullable;

/**
 * An event in its place.
 *
 * @param number from 1, without gaps
 * @param salt random bytes, in hexadecimal; null in an entry from before there were salts
 * @param hash over the hash before and everything of this entry, in hexadecimal; of an entry that
 *     was redacted, what it was before that
 */
public record AuditEntry(long number, AuditEvent event, @Nullable String salt, String hash) {}
