package dev.tarn.lucene.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.state.StateIndex;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Hits that are found in steps, and without looking at all, against the scores of all assets. */
@ExtendWith(Seeds.class)
final class RelevanceQueryTest {
  private static final double SAME_SCORE = 1e-4;
  private static final int MAX_DEPTH = 30;
  private static final int MAX_WORDS = 30;

  @TempDir Path folder;

  @Test
  void stepsFindTheBestOfAllInOrder(RandomLog log) throws IOException {
    Set<String> words = new TreeSet<>();
    try (StateIndex index =
        new LuceneStateIndexes(folder, LuceneIndexSettings.defaults()).open(Scope.DEFAULT)) {
      for (Group group : log.groups(60, 60)) {
        index.apply(List.of(group));
        group.entries().stream()
            .filter(entry -> entry.after() instanceof Asset)
            .map(entry -> ((Asset) entry.after()).name())
            .forEach(name -> words.addAll(SearchAnalysis.words(SearchAnalysis.WORDS, name)));
      }
      index.flush();
    }
    List<String> all = List.copyOf(words);
    assertTrue(all.size() > 2, "the catalog has words");
    int searched = 0;
    try (Directory directory = FSDirectory.open(files());
        DirectoryReader reader = DirectoryReader.open(directory)) {
      PooledSearcher searcher = new PooledSearcher(reader, ForkJoinPool.commonPool(), null);
      for (int i = 0; i < all.size(); i += 1 + all.size() / MAX_WORDS) {
        String other = all.get((7 * i + 3) % all.size());
        for (String text : List.of(all.get(i), all.get(i) + " " + other, all.get(i) + other)) {
          for (Breadth breadth : Breadth.values()) {
            searched += compare(searcher, text, breadth);
          }
        }
      }
    }
    assertTrue(searched > 100, "hits were compared: " + searched);
  }

  private Path files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Path commit =
          files
              .filter(file -> file.getFileName().toString().startsWith("segments_"))
              .findFirst()
              .orElseThrow();
      return commit.resolveSibling("");
    }
  }

  /** Returns how many hits there are. */
  private static int compare(PooledSearcher searcher, String text, Breadth breadth)
      throws IOException {
    SearchRequest request =
        new SearchRequest(
            text,
            SearchMode.KEYWORD,
            Map.of(),
            List.of(),
            10,
            SearchSort.RELEVANCE,
            false,
            false,
            20,
            null,
            Duration.ofSeconds(10));
    RelevanceQuery query = new Interpretation(request, searcher, new TreeSet<>()).ranked(breadth);
    int everything = searcher.getIndexReader().maxDoc() + 1;
    TopDocs expected =
        searcher.search(
            query.whole(), new TopScoreDocCollectorManager(everything, null, everything));
    Map<Integer, Float> scores = new HashMap<>();
    for (ScoreDoc hit : expected.scoreDocs) {
      scores.put(hit.doc, hit.score);
    }
    for (int limit : new int[] {1, 4, 25}) {
      String what = "'" + text + "' " + breadth + ", pages of " + limit;
      List<ScoreDoc> found = new ArrayList<>();
      ScoreDoc after = null;
      do {
        TopDocs page = query.top(searcher, limit, after, limit);
        assertTotal(page.totalHits, expected.scoreDocs.length, limit, what);
        found.addAll(List.of(page.scoreDocs));
        after = page.scoreDocs.length < limit ? null : page.scoreDocs[limit - 1];
      } while (after != null && found.size() < MAX_DEPTH);
      if (found.size() < MAX_DEPTH) {
        assertEquals(expected.scoreDocs.length, found.size(), what);
      }
      Set<Integer> documents = new HashSet<>();
      for (int i = 0; i < found.size(); i++) {
        ScoreDoc hit = found.get(i);
        assertTrue(documents.add(hit.doc), what + ": the same asset twice");
        assertEquals(expected.scoreDocs[i].score, hit.score, SAME_SCORE, what + ", hit " + i);
        assertEquals(scores.get(hit.doc), hit.score, SAME_SCORE, what + ", hit " + i);
      }
    }
    return expected.scoreDocs.length;
  }

  private static void assertTotal(TotalHits total, int expected, int counted, String what) {
    if (total.relation() == TotalHits.Relation.EQUAL_TO) {
      assertEquals(expected, total.value(), what);
    } else {
      assertTrue(
          total.value() <= expected && total.value() >= Math.min(counted, expected),
          what + ": " + total + " of " + expected);
    }
  }
}
