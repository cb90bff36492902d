package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.StateComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relationships are told apart though their keys are short, and listed though one end has many. */
final class EdgesTest {
  private static final int HUB = 20_000;
  private static final String TYPE = "related-to";

  @TempDir Path root;
  private StateIndex index;

  @BeforeEach
  void open() throws IOException {
    index = new LuceneStateIndexes(root, LuceneIndexSettings.defaults()).open(Scope.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private record Ends(AssetId source, AssetId target) {}

  /** Returns the ends of two relationships whose ids begin alike: with so many, some do. */
  private static List<Ends> sharingAKey() {
    Map<Long, Ends> seen = new HashMap<>();
    AssetId source = AssetId.derive("table", "source");
    for (int i = 0; ; i++) {
      AssetId target = AssetId.derive("table", "target-" + i);
      Ends ends = new Ends(source, target);
      Ends other = seen.put(Fields.edgeOrder(RelationshipId.derive(TYPE, source, target)), ends);
      if (other != null) {
        return List.of(other, ends);
      }
    }
  }

  private void assertSame(WrittenLog log) throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      StateComparison.of(log.groups()).assertSame(log.model(), snapshot);
      List<Relationship> expected = log.model().list(query(null, null, 1_000)).items();
      assertEquals(expected, all(snapshot, null, null, 1), "one by one");
    }
  }

  private static RelationshipQuery query(
      @Nullable AssetId source, @Nullable String cursor, int limit) {
    return new RelationshipQuery(null, source, null, null, cursor, limit);
  }

  private static List<Relationship> all(
      StateSnapshot snapshot, @Nullable AssetId source, @Nullable AssetId either, int limit)
      throws IOException {
    List<Relationship> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<Relationship> page =
          snapshot.list(new RelationshipQuery(null, source, null, either, cursor, limit));
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  @Test
  void relationshipsThatShareAKeyAreTwo() throws IOException {
    List<Ends> ends = sharingAKey();
    Ends one = ends.get(0);
    Ends other = ends.get(1);
    WrittenLog log = new WrittenLog();
    log.asset(one.source(), "table", "source", null);
    log.asset(one.target(), "table", "one", null);
    log.asset(other.target(), "table", "other", null);
    log.edge(TYPE, one.source(), one.target(), false);
    log.edge(TYPE, other.source(), other.target(), false);
    index.apply(List.of(log.group()));
    assertSame(log);
    log.edge(TYPE, one.source(), one.target(), false);
    index.apply(List.of(log.group()));
    assertSame(log);
    log.edge(TYPE, other.source(), other.target(), true);
    index.apply(List.of(log.group()));
    assertSame(log);
    log.edge(TYPE, other.source(), other.target(), false);
    log.edge(TYPE, one.source(), one.target(), true);
    index.apply(List.of(log.group()));
    assertSame(log);
    index.flush();
    log.edge(TYPE, one.source(), one.target(), false);
    log.edge("lineage", one.source(), one.target(), false);
    index.apply(List.of(log.group()));
    assertSame(log);
    index.flush();
    assertEquals(
        log.model().list(new RelationshipQuery(TYPE, null, null, null, null, 10)).items().stream()
            .map(Relationship::id)
            .toList(),
        walked());
  }

  /** Returns the ids of all relationships, by walks that find one each. */
  private List<RelationshipId> walked() throws IOException {
    try (FSDirectory directory = FSDirectory.open(IndexContents.folder(root));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      DocumentLookup lookup = new DocumentLookup(reader);
      EdgeReader edges = new EdgeReader(reader, lookup, new AssetIds(reader, lookup));
      EdgeWalk walk = new EdgeWalk(reader, edges);
      EdgeFilter all = new EdgeFilter(TYPE, EdgeFilter.ANY, EdgeFilter.ANY, EdgeFilter.ANY);
      List<RelationshipId> ids = new ArrayList<>();
      List<Integer> next = walk.find(all, null, 1);
      while (!next.isEmpty()) {
        ids.add(edges.id(next.getFirst()));
        next = walk.find(all, ids.getLast(), 1);
      }
      return ids;
    }
  }

  @Test
  void pagesOfAHubMissNothing() throws IOException {
    WrittenLog log = new WrittenLog();
    AssetId hub = log.asset("table", "hub", null);
    List<RelationshipId> out = new ArrayList<>();
    List<RelationshipId> either = new ArrayList<>();
    for (int i = 0; i < HUB; i++) {
      AssetId other = log.asset("table", "other-" + i, null);
      boolean from = i % 3 != 0;
      log.edge(TYPE, from ? hub : other, from ? other : hub, false);
      RelationshipId id = RelationshipId.derive(TYPE, from ? hub : other, from ? other : hub);
      either.add(id);
      if (from) {
        out.add(id);
      }
    }
    index.apply(List.of(log.group()));
    out.sort(null);
    either.sort(null);
    try (StateSnapshot snapshot = index.acquire()) {
      // Small pages are read off the keys, large ones are searched for.
      for (int limit : new int[] {37, 999}) {
        assertEquals(out, all(snapshot, hub, null, limit).stream().map(Relationship::id).toList());
        assertEquals(
            either, all(snapshot, null, hub, limit).stream().map(Relationship::id).toList());
      }
      assertEquals(either, all(snapshot, null, null, 91).stream().map(Relationship::id).toList());
      assertEquals(10, snapshot.relationshipsOf(hub, 10).size());
      assertEquals(HUB, snapshot.relationshipCount());
      AssetId unknown = AssetId.derive("table", "unknown");
      assertTrue(all(snapshot, unknown, null, 10).isEmpty());
      assertTrue(snapshot.relationshipsOf(unknown, 10).isEmpty());
    }
  }

  @Test
  void endThatTheLogHasNotYetIsNoAsset() throws IOException {
    WrittenLog log = new WrittenLog();
    AssetId known = log.asset("table", "known", null);
    AssetId later = AssetId.derive("table", "later");
    log.edge(TYPE, known, later, false);
    Group before = log.group();
    index.apply(List.of(before));
    assertSame(log);
    try (StateSnapshot snapshot = index.acquire()) {
      assertTrue(snapshot.assets(List.of(later)).isEmpty());
      assertTrue(snapshot.asset(later).isEmpty());
      assertEquals(1, snapshot.relationshipsOf(later, 10).size());
    }
    index.flush();
    int node = IndexContents.read(root).nodes().get(later);
    log.asset("table", "later", null);
    index.apply(List.of(log.group()));
    assertSame(log);
    index.flush();
    assertEquals(node, IndexContents.read(root).nodes().get(later));
  }
}
