package dev.tarn.benchmarks.search;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.search.SuggestRequest;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/** Tarn's index, asked in process as the REST API asks it. */
final class TarnEngine implements SearchEngine {
  private static final int FACET_SIZE = 10;
  private static final String COMMIT_FILES = "segments_";

  private final Path folder;
  private final LuceneStateIndexes indexes;
  private final Map<Question.Page, String> cursors = new HashMap<>();
  private StateIndex index;
  private StateSnapshot snapshot;

  private TarnEngine(Path folder) throws IOException {
    this.folder = folder;
    this.indexes = new LuceneStateIndexes(folder, LuceneIndexSettings.defaults());
    this.index = indexes.open(Scope.DEFAULT);
    this.snapshot = index.acquire();
  }

  static SearchEngine open(Path folder) throws IOException {
    return new TarnEngine(folder);
  }

  @Override
  public String name() {
    return "Tarn";
  }

  @Override
  public void load(StateSource state) throws IOException {
    StateIndex built = indexes.build(Scope.DEFAULT, state, BuildProgress.IGNORED);
    indexes.adopt(Scope.DEFAULT, built);
    snapshot.close();
    index.close();
    index = built;
    snapshot = index.acquire();
  }

  @Override
  public long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Override
  public int segments() throws IOException {
    Path commit;
    try (Stream<Path> files = Files.walk(folder)) {
      commit =
          files
              .filter(file -> file.getFileName().toString().startsWith(COMMIT_FILES))
              .findAny()
              .orElseThrow();
    }
    try (Directory directory = FSDirectory.open(commit.resolveSibling(""))) {
      return SegmentInfos.readLatestCommit(directory).size();
    }
  }

  @Override
  public void prepare(Question question) throws IOException {
    if (question instanceof Question.Page page) {
      cursor(page);
    }
  }

  @Override
  public Answer ask(Question question) throws IOException {
    return switch (question) {
      case Question.Text text -> answer(search().search(request(text, null)));
      case Question.Page page -> answer(search().search(request(page.text(), cursor(page))));
      case Question.Prefix(String typed, Question.Prefix.Order order, int limit) -> {
        boolean byPopularity = order == Question.Prefix.Order.POPULARITY;
        int hits =
            search().suggest(new SuggestRequest(typed, Map.of(), byPopularity, limit)).size();
        yield new Answer(hits, hits);
      }
      case Question.ById(String id) -> one(snapshot.asset(new AssetId(id)).isPresent());
      case Question.ByName(String type, String qualifiedName) ->
          one(snapshot.assetNamed(type, qualifiedName).isPresent());
    };
  }

  private AssetSearch search() {
    return snapshot.search().orElseThrow();
  }

  /** Returns the request for a question. */
  static SearchRequest request(Question.Text text, @Nullable String cursor) {
    Map<String, List<String>> filters = new HashMap<>();
    text.filters().forEach((field, value) -> filters.put(field, List.of(value)));
    return new SearchRequest(
        text.words(),
        SearchMode.KEYWORD,
        filters,
        text.facets(),
        FACET_SIZE,
        SearchSort.RELEVANCE,
        false,
        false,
        text.limit(),
        cursor,
        SearchRequest.MAX_TIMEOUT);
  }

  /** Walks to a page, once; to the last one if there are not so many. */
  private @Nullable String cursor(Question.Page page) throws IOException {
    String known = cursors.get(page);
    if (known != null) {
      return known;
    }
    String cursor = null;
    for (int number = 0; number < page.number(); number++) {
      String next = search().search(request(page.text(), cursor)).next();
      if (next == null) {
        break;
      }
      cursor = next;
    }
    if (cursor != null) {
      cursors.put(page, cursor);
    }
    return cursor;
  }

  private static Answer answer(SearchResult result) throws IOException {
    if (!result.limits().isEmpty()) {
      throw new IOException("the answer was cut short: " + result.limits());
    }
    return new Answer(result.total().value(), result.hits().size());
  }

  private static Answer one(boolean found) throws IOException {
    if (!found) {
      throw new IOException("an asset is missing");
    }
    return new Answer(1, 1);
  }

  @Override
  public void close() throws IOException {
    snapshot.close();
    index.close();
  }
}
