package dev.tarn.core.review;

import org.jspecify.annotations.Nullable;

/**
 * Something that a check does not let pass.
 *
 * @param entity which one: {@code asset:<id>}, {@code relationship:<id>} and the like
 * @param name of the entity, for people
 * @param field at fault, as changes name it; null if it is none in particular
 * @param message what is wrong
 */
public record Finding(String entity, String name, @Nullable String field, String message) {}
