/**
 * A company to try things on, and catalogs of any size to measure with.
 *
 * <p>{@link dev.tarn.connectors.sample.SampleCompany} is Larkmoor, an invented maker and seller of
 * outdoor gear: what it is made of lies in the text files beside these classes, and the rest
 * follows from them, written in the order in which assets need each other. {@link
 * dev.tarn.connectors.sample.ScaleGenerator} invents as many assets as wanted in constant memory.
 * Both give the same {@link dev.tarn.core.change.Change changes} for the same seed, on every
 * machine; {@link dev.tarn.connectors.sample.SampleFile} writes them as Tarn's NDJSON.
 */
@NullMarked
package dev.tarn.connectors.sample;

import org.jspecify.annotations.NullMarked;
