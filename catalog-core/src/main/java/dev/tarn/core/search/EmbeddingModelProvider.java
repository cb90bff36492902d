package dev.tarn.core.search;

import java.nio.file.Path;

/**
 * Offers a model under the name by which a setting chooses it. Found by {@link
 * java.util.ServiceLoader}: a model of one's own is a jar on the class path.
 */
public interface EmbeddingModelProvider {
  /** Returns the name by which the model is chosen, such as {@code all-minilm-l6-v2-q}. */
  String model();

  /**
   * Returns the model. Cheap: what is large is loaded by the first {@link EmbeddingModel#embed}.
   *
   * @param folder where the model may keep files, such as unpacked native libraries; may not exist
   */
  EmbeddingModel open(Path folder);
}
