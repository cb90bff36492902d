package dev.tarn.rest.openapi;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Describes the catalog's documents as they are written, and not as their Java records are. */
final class EntitySchemas implements ModelConverter, OpenApiCustomizer {
  private static final String RESOURCE = "/openapi/schemas.json";
  private static final Map<Class<?>, String> NAMES =
      Map.of(
          Asset.class,
          "Asset",
          Relationship.class,
          "Relationship",
          AssetType.class,
          "AssetType",
          RelationshipType.class,
          "RelationshipType",
          LogEntry.class,
          "Change",
          SearchResult.class,
          "SearchResult");

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    JavaType java = Json31.mapper().constructType(type.getType());
    String name = java == null ? null : NAMES.get(java.getRawClass());
    if (name != null) {
      return new Schema<>().$ref(SharedParts.SCHEMAS + name);
    }
    return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
  }

  @Override
  public boolean isOpenapi31() {
    return true;
  }

  @Override
  public void customise(OpenAPI document) {
    try (InputStream in =
        Objects.requireNonNull(EntitySchemas.class.getResourceAsStream(RESOURCE))) {
      for (Map.Entry<String, JsonNode> schema : Json31.mapper().readTree(in).properties()) {
        document
            .getComponents()
            .addSchemas(
                schema.getKey(), Json31.mapper().convertValue(schema.getValue(), Schema.class));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + RESOURCE, e);
    }
  }
}
