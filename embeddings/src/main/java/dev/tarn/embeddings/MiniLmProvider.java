package dev.tarn.embeddings;

import dev.tarn.core.search.EmbeddingModel;
import dev.tarn.core.search.EmbeddingModelProvider;
import java.nio.file.Path;

/** Offers all-MiniLM-L6-v2 with weights of 8 bits. */
public final class MiniLmProvider implements EmbeddingModelProvider {
  @Override
  public String model() {
    return MiniLmModel.NAME;
  }

  @Override
  public EmbeddingModel open(Path folder) {
    return new MiniLmModel(folder);
  }
}
