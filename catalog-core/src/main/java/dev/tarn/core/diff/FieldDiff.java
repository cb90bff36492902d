package dev.tarn.core.diff;

import org.jspecify.annotations.Nullable;

/**
 * A field that is different.
 *
 * @param field as changes name it; an attribute as {@code attributes.<name>}
 * @param from null where it says nothing
 * @param to as {@code from}
 */
public record FieldDiff(String field, @Nullable Object from, @Nullable Object to) {}
