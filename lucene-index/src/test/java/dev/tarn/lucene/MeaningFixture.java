package dev.tarn.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.vector.VectorSettings;
import dev.tarn.testkit.WordEmbeddings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An index that can be searched by meaning, and the log that it follows. */
abstract class MeaningFixture {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
  static final VectorSettings VECTORS =
      new VectorSettings(1, Duration.ofDays(1), Integer.MAX_VALUE, 1);

  @TempDir Path root;
  final WordEmbeddings model = new WordEmbeddings("words", 64);
  final List<Group> log = new ArrayList<>();
  final List<AutoCloseable> open = new ArrayList<>();
  LuceneStateIndexes indexes;
  StateIndex index;
  BackgroundFollower vectors;

  @BeforeEach
  void begin() throws IOException {
    indexes = withVectors();
    start();
  }

  LuceneStateIndexes withVectors() {
    return new LuceneStateIndexes(root, LuceneIndexSettings.defaults(), model, VECTORS);
  }

  void start() throws IOException {
    index = indexes.open(Scope.DEFAULT);
    vectors = indexes.followers(Scope.DEFAULT).getFirst();
    open.add(index);
    open.add(vectors);
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    open.clear();
  }

  static Asset asset(
      String type,
      String qualifiedName,
      @Nullable String description,
      AssetStatus status,
      long seq) {
    return new Asset(
        AssetId.derive(type, qualifiedName),
        type,
        qualifiedName,
        qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1),
        null,
        description,
        null,
        qualifiedName.startsWith("pg") ? "postgres" : "snowflake",
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        status,
        null,
        null,
        TIME,
        "user:alice",
        TIME,
        "user:alice",
        status.isDeleted() ? 2 : 1,
        seq);
  }

  void write(Operation operation, Asset... assets) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    String groupId = "group-" + log.size();
    for (Asset asset : assets) {
      entries.add(
          new LogEntry(
              asset.seq(),
              TIME,
              groupId,
              entries.size(),
              operation,
              null,
              asset,
              List.of(),
              "user:alice",
              "request",
              null,
              null,
              null,
              null));
    }
    Group group =
        new Group(new CommitId(assets[assets.length - 1].seq(), "00c0ffee"), groupId, entries);
    log.add(group);
    index.apply(List.of(group));
  }

  long seq() {
    return log.isEmpty() ? 0 : log.getLast().commit().seq();
  }

  void create(String type, String qualifiedName, @Nullable String description) throws IOException {
    write(Operation.CREATE, asset(type, qualifiedName, description, AssetStatus.ACTIVE, seq() + 1));
  }

  void embed() throws IOException {
    int calls = 0;
    while (!vectors.tend()) {
      assertThat(++calls).isLessThan(1_000);
    }
    if (vectors.applied().seq() < seq()) {
      vectors.apply(log);
    }
    assertThat(vectors.applied().seq()).isEqualTo(seq());
  }

  static SearchRequest request(
      String query,
      SearchMode mode,
      Map<String, List<String>> filters,
      int limit,
      @Nullable String cursor) {
    return new SearchRequest(
        query,
        mode,
        filters,
        List.of("type", "platform"),
        10,
        SearchSort.RELEVANCE,
        true,
        true,
        limit,
        cursor,
        Duration.ofSeconds(30));
  }

  SearchResult search(SearchRequest request) throws IOException {
    try (StateSnapshot view = index.acquire()) {
      return view.search().orElseThrow().search(request);
    }
  }

  SearchResult search(String query, SearchMode mode) throws IOException {
    return search(request(query, mode, Map.of(), 20, null));
  }

  static List<String> names(SearchResult result) {
    return result.hits().stream().map(hit -> hit.asset().qualifiedName()).toList();
  }

  void createSome() throws IOException {
    create("table", "pg.shop.orders", "what customers have bought");
    create("table", "sf.crm.clients", "people who have bought something: customers");
    create("dashboard", "sf.bi.revenue", "money that came in, by month");
    create("table", "sf.iot.sensors", "temperature of turbines");
    embed();
  }
}
