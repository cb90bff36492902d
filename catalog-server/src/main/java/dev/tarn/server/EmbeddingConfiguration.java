package dev.tarn.server;

import dev.tarn.core.search.EmbeddingModel;
import dev.tarn.core.search.EmbeddingModelProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The embedding model; there is none unless one is chosen, and then none is looked for. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EmbeddingSettings.class)
class EmbeddingConfiguration {
  private static final String FOLDER = "models";

  @Bean(destroyMethod = "close")
  @ConditionalOnExpression("!'none'.equals('${tarn.search.embeddings.model:none}')")
  EmbeddingModel embeddingModel(EmbeddingSettings embeddings, TarnSettings settings) {
    List<EmbeddingModelProvider> providers =
        ServiceLoader.load(EmbeddingModelProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    Path folder = settings.dataFolder().resolve(FOLDER);
    return providers.stream()
        .filter(provider -> provider.model().equals(embeddings.model()))
        .findFirst()
        .map(provider -> provider.open(folder.resolve(provider.model())))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "tarn.search.embeddings.model is "
                        + EmbeddingSettings.NONE
                        + " or one of "
                        + providers.stream().map(EmbeddingModelProvider::model).toList()
                        + ", not "
                        + embeddings.model()));
  }
}
