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

  /** Returns a vector of length 1 for each text, in their order. */
  List<float[]> embed(List<String> texts);

  @Override
  void close();
}
