package dev.tarn.benchmarks.opensearch;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.xcontent.XContentFactory;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * How an asset is a document. All words have the same analyzer: a search for several words then
 * finds assets that have one of them in one field and another in another.
 */
final class OpenSearchMapping {
  static final String INDEX = "assets";
  static final String COLUMNS = "columns";
  static final String SUGGEST = "suggest";

  /** Weights of suggestions are whole numbers. */
  private static final double WEIGHTS = 10_000;

  private static final String MAPPING =
      """
      {
        "dynamic": "strict",
        "_source": {"excludes": ["columns", "suggest"]},
        "properties": {
          "type": {"type": "keyword"},
          "qualifiedName": {
            "type": "keyword",
            "fields": {"words": {"type": "text", "analyzer": "identifier"}}
          },
          "name": {
            "type": "keyword",
            "fields": {
              "words": {
                "type": "text",
                "analyzer": "identifier",
                "index_prefixes": {"min_chars": 1, "max_chars": 15}
              }
            }
          },
          "description": {"type": "text", "analyzer": "identifier"},
          "columns": {"type": "text", "analyzer": "identifier"},
          "suggest": {"type": "completion"},
          "parent": {"type": "keyword"},
          "platform": {"type": "keyword"},
          "domain": {"type": "keyword"},
          "owners": {"type": "keyword"},
          "tags": {"type": "keyword"},
          "terms": {"type": "keyword"},
          "attributes": {"type": "object", "enabled": false},
          "status": {"type": "keyword"},
          "quality": {"type": "float"},
          "popularity": {"type": "float"},
          "createdAt": {"type": "date"},
          "createdBy": {"type": "keyword"},
          "updatedAt": {"type": "date"},
          "updatedBy": {"type": "keyword"},
          "version": {"type": "long"},
          "seq": {"type": "long"}
        }
      }\
      """;

  private OpenSearchMapping() {}

  static String json() {
    return MAPPING;
  }

  static Settings settings() {
    return Settings.builder()
        .put("index.number_of_shards", 1)
        .put("index.number_of_replicas", 0)
        // As its documentation advises for loading; it is refreshed at the end.
        .put("index.refresh_interval", "-1")
        .put("index.queries.cache.enabled", false)
        .put("index.requests.cache.enable", false)
        .build();
  }

  /**
   * @param columns names of the asset's columns; empty if it has none
   */
  static XContentBuilder document(Asset asset, Collection<String> columns) throws IOException {
    XContentBuilder json = XContentFactory.jsonBuilder().startObject();
    json.field("type", asset.type());
    json.field("qualifiedName", asset.qualifiedName());
    json.field("name", asset.name());
    optional(json, "description", asset.description());
    optional(json, "parent", value(asset.parentId()));
    optional(json, "platform", asset.platform());
    optional(json, "domain", value(asset.domainId()));
    list(json, "owners", asset.owners().stream().map(owner -> owner.id().value()).toList());
    list(json, "tags", asset.tags().stream().map(AssetId::value).toList());
    list(json, "terms", asset.terms().stream().map(AssetId::value).toList());
    json.field("attributes", asset.attributes());
    json.field("status", asset.status().code());
    optional(json, "quality", asset.quality());
    optional(json, "popularity", asset.popularity());
    json.field("createdAt", asset.createdAt().toString());
    json.field("createdBy", asset.createdBy());
    json.field("updatedAt", asset.updatedAt().toString());
    json.field("updatedBy", asset.updatedBy());
    json.field("version", asset.version());
    json.field("seq", asset.seq());
    list(json, COLUMNS, columns);
    json.startObject(SUGGEST).field("input", asset.name());
    Double popularity = asset.popularity();
    json.field("weight", popularity == null ? 0 : (int) (popularity * WEIGHTS)).endObject();
    return json.endObject();
  }

  private static @Nullable String value(@Nullable AssetId id) {
    return id == null ? null : id.value();
  }

  private static void optional(XContentBuilder json, String field, @Nullable Object value)
      throws IOException {
    if (value != null) {
      json.field(field, value);
    }
  }

  private static void list(XContentBuilder json, String field, Collection<String> values)
      throws IOException {
    if (!values.isEmpty()) {
      json.field(field, values);
    }
  }
}
