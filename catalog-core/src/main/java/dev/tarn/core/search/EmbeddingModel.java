package dev.tarn.core.search;

import java.util.List;

/**
 * Turns texts into vectors whose distance is that of their meanings. Thread safe.
 *
 * <p>An SPI: implementations may run in process or ask a service. Vectors of two models, or of two
 * versions of one, are never compared: {@link #name()} tells them apart.
 */
public interface EmbeddingModel extends AutoCloseable {
  /** Returns the name and version of the model; another name has all vectors computed again. */
  String name();

  /** Returns the number of components of each vector. */
  int dimensions();

  /**
   * Returns a vector of length 1 for each text, in their order. The vector of a text depends on the
   * text alone. A text that is longer than the model reads is cut.
   *
   * @param texts each with something besides white space and control characters
   * @throws dev.tarn.core.error.CatalogException {@code search-not-available} if the model cannot
   *     be loaded or asked, with the reason
   */
  List<float[]> embed(List<String> texts);

  @Override
  void close();
}
