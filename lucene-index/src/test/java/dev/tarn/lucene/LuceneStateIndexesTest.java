package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.InMemorySource;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Seeds.class)
final class LuceneStateIndexesTest {
  @TempDir Path root;

  private LuceneStateIndexes indexes() {
    return new LuceneStateIndexes(root, LuceneIndexSettings.defaults());
  }

  private static Scope branch(String name) {
    return new Scope(TenantId.DEFAULT, new BranchName(name));
  }

  private Path filled() throws IOException {
    try (StateIndex index = indexes().open(Scope.DEFAULT)) {
      index.apply(new RandomLog(7).groups(5, 50));
    }
    return generation();
  }

  private Path branchFolder() {
    return root.resolve("default").resolve("main");
  }

  /** Returns the folder that the branch's index is in. */
  private Path generation() throws IOException {
    return branchFolder().resolve(Files.readString(branchFolder().resolve("current")).strip());
  }

  private static List<Path> files(Path folder, String start) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(start)).toList();
    }
  }

  private void assertBuiltAgain() throws IOException {
    try (StateIndex index = indexes().open(Scope.DEFAULT)) {
      assertEquals(0, index.applied().seq());
      index.apply(new RandomLog(7).groups(5, 50));
      try (StateSnapshot snapshot = index.acquire()) {
        assertFalse(snapshot.assetCounts().isEmpty());
      }
    }
    try (StateIndex index = indexes().open(Scope.DEFAULT)) {
      assertTrue(index.applied().seq() > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 30})
  void cutCommitIsDiscarded(int bytes) throws IOException {
    for (Path commit : files(filled(), "segments_")) {
      Files.write(commit, Arrays.copyOf(Files.readAllBytes(commit), bytes));
    }
    assertBuiltAgain();
  }

  @Test
  void removedIndexIsGoneUnlessItIsInUse() throws IOException {
    Path other = root.resolve("default").resolve("dev");
    LuceneStateIndexes indexes = indexes();
    indexes.open(branch("dev")).close();
    try (StateIndex index = indexes.open(Scope.DEFAULT)) {
      index.apply(new RandomLog(7).groups(5, 50));
      assertThrows(IOException.class, () -> indexes.remove(Scope.DEFAULT));
      assertTrue(index.applied().seq() > 0);
    }
    indexes.remove(Scope.DEFAULT);
    assertFalse(Files.exists(branchFolder()));
    assertTrue(Files.exists(other));
    // What is not there is removed without a word.
    indexes.remove(Scope.DEFAULT);
    try (StateIndex index = indexes.open(Scope.DEFAULT)) {
      assertEquals(0, index.applied().seq());
    }
  }

  @Test
  void scribbledCommitIsDiscarded() throws IOException {
    for (Path commit : files(filled(), "segments_")) {
      byte[] bytes = Files.readAllBytes(commit);
      bytes[bytes.length / 2] ^= 0x55;
      Files.write(commit, bytes);
    }
    assertBuiltAgain();
  }

  @Test
  void indexWithMissingFilesIsDiscarded() throws IOException {
    for (Path file : files(filled(), "_")) {
      Files.delete(file);
    }
    assertBuiltAgain();
  }

  @Test
  void indexWithCutFilesIsDiscarded() throws IOException {
    for (Path file : files(filled(), "_")) {
      Files.write(file, new byte[0]);
    }
    assertBuiltAgain();
  }

  @Test
  void indexOfAnotherFormatIsDiscarded() throws IOException {
    Path folder = filled();
    try (FSDirectory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.setLiveCommitData(
          Map.of("tarn.format", "0", "tarn.commit", "3-00c0ffee", "tarn.group", "g").entrySet());
    }
    assertBuiltAgain();
  }

  @Test
  void otherFilesAreNoIndex() throws IOException {
    Path folder = Files.createDirectories(root.resolve("default").resolve("main"));
    Files.write(folder.resolve("notes.txt"), "hello".getBytes(StandardCharsets.UTF_8));
    try (StateIndex index = indexes().open(Scope.DEFAULT)) {
      assertEquals(0, index.applied().seq());
    }
  }

  @Test
  void folderIsOpenOnce() throws IOException {
    try (StateIndex index = indexes().open(Scope.DEFAULT)) {
      assertThrows(IOException.class, () -> indexes().open(Scope.DEFAULT));
      assertThrows(IOException.class, () -> indexes().discard(Scope.DEFAULT));
      assertEquals(0, index.applied().seq());
    }
    indexes().open(Scope.DEFAULT).close();
  }

  @Test
  void indexOfTheOldLayoutIsBuiltAgain() throws IOException {
    Path generation = filled();
    Path branch = branchFolder();
    for (Path file : files(generation, "")) {
      if (!file.endsWith("write.lock")) {
        Files.move(file, branch.resolve(file.getFileName()));
      }
    }
    Files.delete(branch.resolve("current"));
    assertBuiltAgain();
    assertEquals(List.of(), files(branch, "_"));
    assertEquals(List.of(), files(branch, "segments"));
  }

  @Test
  void leftoversOfABuildAreRemoved() throws IOException {
    Path generation = filled();
    Path leftover = Files.createDirectory(branchFolder().resolve("g77"));
    Files.copy(files(generation, "segments_").getFirst(), leftover.resolve("_0.fdt"));
    Files.writeString(branchFolder().resolve("current.new"), "g77");
    try (StateIndex index = indexes().open(Scope.DEFAULT)) {
      assertTrue(index.applied().seq() > 0);
      assertEquals(List.of(generation), files(branchFolder(), "g"));
      assertFalse(Files.exists(branchFolder().resolve("current.new")));
    }
  }

  @Test
  void pointerToNothingIsAnEmptyIndex() throws IOException {
    filled();
    Files.writeString(branchFolder().resolve("current"), "g4711\n");
    assertBuiltAgain();
  }

  @Test
  void adoptedIndexTakesTheFolderOver() throws IOException {
    LuceneStateIndexes indexes = indexes();
    List<Group> groups = new RandomLog(7).groups(5, 50);
    StateIndex before = indexes.open(Scope.DEFAULT);
    before.apply(groups.subList(0, 1));
    StateIndex built =
        indexes.build(Scope.DEFAULT, InMemorySource.of(groups), BuildProgress.IGNORED);
    assertEquals(2, files(branchFolder(), "g").size());
    indexes.adopt(Scope.DEFAULT, built);
    assertThrows(IOException.class, () -> indexes.open(Scope.DEFAULT));
    assertThrows(IOException.class, () -> indexes().open(Scope.DEFAULT));
    before.close();
    assertEquals(List.of(generation()), files(branchFolder(), "g"));
    assertThrows(IOException.class, () -> indexes().open(Scope.DEFAULT));
    built.close();
    try (StateIndex reopened = indexes().open(Scope.DEFAULT)) {
      assertEquals(groups.getLast().commit(), reopened.applied());
      assertEquals(List.of(generation()), files(branchFolder(), "g"));
    }
  }

  @Test
  void discardingWhatIsNotThereIsNothing() throws IOException {
    indexes().discard(branch("never"));
    assertFalse(Files.exists(root.resolve("default").resolve("never")));
  }

  @Test
  void namesThatDifferInCaseHaveFoldersThatDifferWithoutIt() throws IOException {
    List<String> names = List.of("dev", "Dev", "dev_", "d_ev", "dEv", "d__ev");
    for (String name : names) {
      try (StateIndex index = indexes().open(branch(name))) {
        assertEquals(0, index.applied().seq(), name);
        index.apply(List.of(new RandomLog(1).group(3)));
      }
    }
    try (Stream<Path> folders = Files.list(root.resolve("default"))) {
      List<String> found = folders.map(folder -> folder.getFileName().toString()).toList();
      assertEquals(names.size(), found.size());
      found.forEach(name -> assertEquals(name.toLowerCase(Locale.ROOT), name));
    }
  }
}
