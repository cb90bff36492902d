package dev.tarn.lucene.search;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.search.SuggestRequest;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small catalog in a real index, and what is asked of it. */
final class SearchedCatalog implements AutoCloseable {
  static final Instant TIME = Instant.parse("2026-01-31T08:05:09Z");

  private final StateIndex index;
  private final Map<AssetId, Asset> assets = new HashMap<>();
  private long seq;

  SearchedCatalog(Path folder) throws IOException {
    this.index = new LuceneStateIndexes(folder, LuceneIndexSettings.defaults()).open(Scope.DEFAULT);
  }

  /** An asset that is being described. */
  static final class Draft {
    private final String type;
    private final String qualifiedName;
    private String name;
    private @Nullable String displayName;
    private @Nullable String description;
    private @Nullable AssetId parent;
    private @Nullable String platform;
    private @Nullable AssetId domain;
    private List<Owner> owners = List.of();
    private List<AssetId> tags = List.of();
    private List<AssetId> terms = List.of();
    private Map<String, Object> attributes = Map.of();
    private AssetStatus status = AssetStatus.ACTIVE;
    private @Nullable Double popularity;
    private @Nullable Double quality;
    private Instant time = TIME;

    Draft(String type, String qualifiedName) {
      this.type = type;
      this.qualifiedName = qualifiedName;
      this.name = qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
    }

    Draft name(String text) {
      name = text;
      return this;
    }

    Draft displayName(String text) {
      displayName = text;
      return this;
    }

    Draft description(String text) {
      description = text;
      return this;
    }

    Draft in(String type, String name) {
      parent = AssetId.derive(type, name);
      return this;
    }

    Draft platform(String text) {
      platform = text;
      return this;
    }

    Draft domain(String name) {
      domain = AssetId.derive("domain", name);
      return this;
    }

    Draft owner(String name) {
      owners = List.of(new Owner(AssetId.derive("user", name), Owner.DEFAULT_KIND));
      return this;
    }

    Draft tags(String... names) {
      tags = Arrays.stream(names).map(name -> AssetId.derive("tag", name)).toList();
      return this;
    }

    Draft terms(String... names) {
      terms = Arrays.stream(names).map(name -> AssetId.derive("glossary-term", name)).toList();
      return this;
    }

    Draft attributes(Map<String, Object> values) {
      attributes = values;
      return this;
    }

    Draft status(AssetStatus value) {
      status = value;
      return this;
    }

    Draft popularity(double value) {
      popularity = value;
      return this;
    }

    Draft quality(double value) {
      quality = value;
      return this;
    }

    Draft at(Instant value) {
      time = value;
      return this;
    }

    private Asset asset(AssetId id, long version, long seq) {
      return new Asset(
          id,
          type,
          qualifiedName,
          name,
          displayName,
          description,
          parent,
          platform,
          null,
          domain,
          owners,
          tags,
          List.of(),
          terms,
          attributes,
          status,
          quality,
          popularity,
          time,
          "user:test",
          time,
          "user:test",
          version,
          seq);
    }
  }

  static Draft table(String qualifiedName) {
    return new Draft("table", qualifiedName);
  }

  static Draft column(String table, String name) {
    return new Draft("column", table + "." + name).in("table", table);
  }

  /** Creates assets. */
  SearchedCatalog with(Draft... drafts) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    for (Draft draft : drafts) {
      AssetId id = AssetId.derive(draft.type, draft.qualifiedName);
      entries.add(entry(Operation.CREATE, null, draft.asset(id, 1, seq + 1)));
    }
    apply(entries);
    return this;
  }

  /** Gives an asset another content, which may have another name. */
  void update(AssetId id, Draft draft) throws IOException {
    Asset before = assets.get(id);
    apply(List.of(entry(Operation.UPDATE, before, draft.asset(id, before.version() + 1, seq + 1))));
  }

  /** Deletes an asset. */
  void delete(AssetId id, Draft draft) throws IOException {
    Asset before = assets.get(id);
    Draft deleted = draft.status(before.status().deleted());
    apply(
        List.of(entry(Operation.DELETE, before, deleted.asset(id, before.version() + 1, seq + 1))));
  }

  private LogEntry entry(Operation operation, @Nullable Asset before, Asset after) {
    seq++;
    assets.put(after.id(), after);
    return new LogEntry(
        seq,
        TIME,
        "group-" + seq,
        0,
        operation,
        before,
        after,
        List.of(),
        "user:test",
        "request",
        null,
        null,
        null,
        null);
  }

  private void apply(List<LogEntry> entries) throws IOException {
    index.apply(List.of(new Group(new CommitId(seq, "00c0ffee"), "group-" + seq, entries)));
  }

  /** Returns the catalog's index. */
  StateIndex index() {
    return index;
  }

  static SearchRequest request(String query) {
    return SearchRequest.of(query, 20);
  }

  static SearchRequest filtered(
      String query, Map<String, List<String>> filters, List<String> facets) {
    return new SearchRequest(
        query,
        SearchMode.KEYWORD,
        filters,
        facets,
        100,
        SearchSort.RELEVANCE,
        false,
        false,
        20,
        null,
        Duration.ofSeconds(60));
  }

  static SearchRequest page(
      String query, SearchSort sort, int limit, @Nullable String cursor, boolean detailed) {
    return new SearchRequest(
        query,
        SearchMode.KEYWORD,
        Map.of(),
        List.of(),
        10,
        sort,
        detailed,
        detailed,
        limit,
        cursor,
        Duration.ofSeconds(60));
  }

  SearchResult search(SearchRequest request) throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      return snapshot.search().orElseThrow().search(request);
    }
  }

  /** Returns the qualified names of what a query finds, the best first. */
  List<String> found(String query) throws IOException {
    return names(search(request(query)));
  }

  static List<String> names(SearchResult result) {
    return result.hits().stream().map(hit -> hit.asset().qualifiedName()).toList();
  }

  List<String> suggested(String text) throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      return snapshot
          .search()
          .orElseThrow()
          .suggest(new SuggestRequest(text, Map.of(), false, 10))
          .stream()
          .map(Asset::qualifiedName)
          .toList();
    }
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
