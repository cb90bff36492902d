package dev.tarn.server;

import dev.tarn.lucene.vector.VectorSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Search by meaning.
 *
 * @param model the model that turns texts into vectors, such as {@code all-minilm-l6-v2-q}; {@code
 *     none}: there is no search by meaning, and it costs nothing
 * @param load which part of one processor vectors are computed with in the background, up to 1
 * @param commitInterval how long vectors may stay without being durable; lost ones are computed
 *     again
 */
@ConfigurationProperties(prefix = "tarn.search.embeddings", ignoreUnknownFields = false)
record EmbeddingSettings(
    @DefaultValue(NONE) String model,
    @DefaultValue("0.5") double load,
    @DefaultValue("30s") Duration commitInterval) {
  static final String NONE = "none";

  VectorSettings vectorSettings() {
    VectorSettings defaults = VectorSettings.defaults();
    return new VectorSettings(
        load, commitInterval, defaults.unusedTexts(), defaults.graphThreads());
  }
}
