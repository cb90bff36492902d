/**
 * How answers are written. Entry type: {@link dev.tarn.rest.answer.EntityModule}, which gives the
 * framework's JSON writer the catalog's own form of entities and log entries; nothing else here
 * knows their fields.
 */
@NullMarked
package dev.tarn.rest.answer;

import org.jspecify.annotations.NullMarked;
