package dev.tarn.benchmarks.vectors;

import dev.tarn.core.search.EmbeddingModel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the texts that are embedded. */
final class CountedModel implements EmbeddingModel {
  private final EmbeddingModel model;
  private final AtomicLong texts = new AtomicLong();

  CountedModel(EmbeddingModel model) {
    this.model = model;
  }

  long texts() {
    return texts.get();
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public int dimensions() {
    return model.dimensions();
  }

  @Override
  public List<float[]> embed(List<String> some) {
    texts.addAndGet(some.size());
    return model.embed(some);
  }

  @Override
  public void close() {
    // The other model is its owner's.
  }
}
