package dev.tarn.lucene.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import dev.tarn.testkit.WordEmbeddings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Random logs: which texts have vectors, and how often they were embedded. */
@ExtendWith(Seeds.class)
final class VectorFollowerTest {
  private static final int DIMENSIONS = 16;
  private static final VectorSettings SELDOM =
      new VectorSettings(1, Duration.ofDays(1), Integer.MAX_VALUE, 2);

  /** Durable after each step, and unused texts are looked for after each change. */
  private static final VectorSettings ALWAYS = new VectorSettings(1, Duration.ofNanos(1), 1, 2);

  private final WordEmbeddings model = new WordEmbeddings("words", DIMENSIONS);
  private final Set<String> everLive = new HashSet<>();
  @TempDir Path root;
  private TextState state;
  private Path folder;
  private int folders;
  private VectorIndex index;
  private VectorFollower follower;

  @BeforeEach
  void begin() throws IOException {
    state = new TextState();
    startAnew(SELDOM);
  }

  private void startAnew(VectorSettings settings) throws IOException {
    folder = Files.createDirectory(root.resolve("vectors-" + folders++));
    open(settings);
  }

  @AfterEach
  void end() throws IOException {
    follower.close();
    state.close();
  }

  private void open(VectorSettings settings) throws IOException {
    open(model, settings);
  }

  private void open(WordEmbeddings with, VectorSettings settings) throws IOException {
    index = VectorIndex.open(folder, with.name(), with.dimensions(), 2);
    follower = new VectorFollower(index, with, state, settings, state.commit());
  }

  /** Goes on with what was durable, as after the loss of the process. */
  private void crash(VectorSettings settings) throws IOException {
    Path left = Files.createDirectory(root.resolve("vectors-" + folders++));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!file.endsWith(IndexWriter.WRITE_LOCK_NAME)) {
          Files.copy(file, left.resolve(file.getFileName()));
        }
      }
    }
    index.close();
    folder = left;
    open(settings);
  }

  private void tendUntilItFollows() throws IOException {
    int calls = 0;
    while (!follower.tend()) {
      assertThat(++calls).isLessThan(10_000);
    }
  }

  private void apply(List<Group> groups) throws IOException {
    for (Group group : groups) {
      state.apply(group);
      everLive.addAll(state.texts());
    }
    follower.apply(groups);
  }

  private Set<BytesRef> hashes(Set<String> texts) {
    Set<BytesRef> hashes = new HashSet<>();
    texts.forEach(text -> hashes.add(AssetText.hash(text)));
    return hashes;
  }

  private Set<BytesRef> vectors() throws IOException {
    IndexSearcher searcher = index.acquire();
    try {
      Set<BytesRef> hashes = new HashSet<>();
      LiveTerms terms = new LiveTerms(searcher.getIndexReader(), VectorIndex.KEY, new BytesRef());
      for (BytesRef hash = terms.next(); hash != null; hash = terms.next()) {
        hashes.add(hash);
      }
      assertThat(hashes).hasSize(searcher.getIndexReader().numDocs());
      return hashes;
    } finally {
      index.release(searcher);
    }
  }

  @Test
  void everyTextOfALiveAssetHasAVectorAndWasEmbeddedOnce(RandomLog log) throws IOException {
    tendUntilItFollows();
    for (int i = 0; i < 10; i++) {
      apply(log.groups(5, 40));
      assertThat(follower.applied()).isEqualTo(state.commit());
      assertThat(vectors()).containsAll(hashes(state.texts()));
      tendUntilItFollows();
    }
    assertThat(model.embedded().values()).allMatch(times -> times == 1);
    assertThat(everLive).containsAll(model.embedded().keySet());
  }

  @Test
  void aStartFromNothingEmbedsWhatIsLiveAndNoMore(RandomLog log) throws IOException {
    for (Group group : log.groups(80, 40)) {
      state.apply(group);
    }
    assertThat(follower.applied()).isEqualTo(CommitId.NOTHING);
    tendUntilItFollows();
    assertThat(follower.applied()).isEqualTo(state.commit());
    assertThat(follower.durable()).isEqualTo(state.commit());
    assertThat(vectors()).isEqualTo(hashes(state.texts()));
    assertThat(model.embedded().keySet()).isEqualTo(state.texts());
    assertThat(model.embedded().values()).allMatch(times -> times == 1);
  }

  @Test
  void changesThatComeWhileTheStartIsUnderWayAreFollowedAfterIt(RandomLog log) throws IOException {
    List<Group> groups = new ArrayList<>(log.groups(150, 40));
    int known = 0;
    for (; known < 100; known++) {
      state.apply(groups.get(known));
    }
    assertThat(state.texts().size()).isGreaterThan(TextComparison.MAX_MISSING);
    int steps = 0;
    while (!follower.tend()) {
      state.apply(groups.get(known++));
      steps++;
    }
    assertThat(steps).isPositive();
    assertThat(follower.applied()).isEqualTo(groups.get(99).commit());
    while (known < groups.size()) {
      state.apply(groups.get(known++));
    }
    follower.apply(groups.subList(100, groups.size()));
    assertThat(vectors()).containsAll(hashes(state.texts()));
    assertThat(model.embedded().values()).allMatch(times -> times == 1);
  }

  @Test
  void afterACrashItGoesOnFromWhatWasDurable(RandomLog log, Random random) throws IOException {
    tendUntilItFollows();
    List<Group> groups = log.groups(30, 30);
    List<Group> done = new ArrayList<>();
    for (int from = 0; from < groups.size(); from += 6) {
      List<Group> some = groups.subList(from, from + 6);
      apply(some);
      done.addAll(some);
      if (random.nextInt(3) > 0) {
        crash(random.nextBoolean() ? ALWAYS : SELDOM);
        tendUntilItFollows();
        long applied = follower.applied().seq();
        List<Group> missed = done.stream().filter(group -> group.commit().seq() > applied).toList();
        if (!missed.isEmpty()) {
          follower.apply(missed);
        }
      }
      assertThat(follower.applied()).isEqualTo(state.commit());
      assertThat(vectors()).containsAll(hashes(state.texts()));
    }
  }

  @Test
  void aCloseLosesNothing(RandomLog log) throws IOException {
    tendUntilItFollows();
    apply(log.groups(20, 30));
    Set<BytesRef> before = vectors();
    follower.close();
    open(SELDOM);
    assertThat(follower.applied()).isEqualTo(state.commit());
    assertThat(follower.durable()).isEqualTo(state.commit());
    assertThat(vectors()).isEqualTo(before);
    assertThat(follower.tend()).isTrue();
    assertThat(model.embedded().values()).allMatch(times -> times == 1);
  }

  @Test
  void aStateIndexThatIsBuiltAgainCostsNoVector(RandomLog log) throws IOException {
    tendUntilItFollows();
    List<Group> groups = log.groups(40, 30);
    apply(groups);
    TextState rebuilt = new TextState();
    for (Group group : groups) {
      rebuilt.apply(group);
    }
    int embedded = model.embedded().size();
    state.close();
    state = rebuilt;
    follower.close();
    // Even without knowing how far it was.
    VectorIndex forgetful = VectorIndex.open(folder, model.name(), model.dimensions(), 2);
    forgetful.commit(CommitId.NOTHING);
    forgetful.close();
    open(SELDOM);
    assertThat(follower.applied()).isEqualTo(CommitId.NOTHING);
    tendUntilItFollows();
    assertThat(vectors()).isEqualTo(hashes(state.texts()));
    assertThat(model.embedded()).hasSize(embedded);
    assertThat(model.embedded().values()).allMatch(times -> times == 1);
  }

  @Test
  void changesOfAnythingButTextsTouchNoVector(RandomLog log) throws IOException {
    index.close();
    startAnew(ALWAYS);
    tendUntilItFollows();
    apply(log.groups(40, 30));
    for (int i = 0; i < 3; i++) {
      // Commits, and removes what is not used.
      follower.tend();
    }
    Map<String, FileTime> before = segmentFiles();
    assertThat(before.keySet()).anyMatch(name -> name.endsWith(".vex"));
    int embedded = model.embedded().size();
    List<Asset> assets = List.copyOf(state.live().values());
    for (Asset asset : assets.subList(0, 100)) {
      apply(List.of(state.changedButForItsText(asset)));
      assertThat(follower.tend()).isTrue();
    }
    assertThat(follower.durable()).isEqualTo(state.commit());
    assertThat(segmentFiles()).isEqualTo(before);
    assertThat(model.embedded()).hasSize(embedded);
    assertThat(model.embedded().values()).allMatch(times -> times == 1);
  }

  private Map<String, FileTime> segmentFiles() throws IOException {
    Map<String, FileTime> files = new HashMap<>();
    try (DirectoryStream<Path> segments = Files.newDirectoryStream(folder, "_*")) {
      for (Path file : segments) {
        files.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  @Test
  void textsWithoutAssetsAreRemovedInTime(RandomLog log) throws IOException {
    index.close();
    startAnew(ALWAYS);
    tendUntilItFollows();
    for (int i = 0; i < 8; i++) {
      apply(log.groups(3, 40));
      tendUntilItFollows();
      assertThat(follower.durable()).isEqualTo(state.commit());
    }
    // One asset more changes its text: what came before is looked for.
    assertThat(everLive.size()).isGreaterThan(state.texts().size());
    for (int i = 0; i < 3; i++) {
      follower.tend();
    }
    assertThat(vectors()).isEqualTo(hashes(state.texts()));
  }

  @Test
  void aTextThatIsNewerThanTheStateIsNotRemoved(RandomLog log) throws IOException {
    index.close();
    startAnew(ALWAYS);
    tendUntilItFollows();
    List<Group> groups = log.groups(15, 40);
    for (Group group : groups) {
      // The state index is one group behind, all the time.
      follower.apply(List.of(group));
      follower.tend();
      state.apply(group);
      assertThat(vectors()).containsAll(hashes(state.texts()));
    }
  }

  @Test
  void anotherModelBeginsAnew(RandomLog log) throws IOException {
    tendUntilItFollows();
    apply(log.groups(20, 30));
    follower.close();
    WordEmbeddings other = new WordEmbeddings("other words", DIMENSIONS);
    open(other, SELDOM);
    assertThat(follower.applied()).isEqualTo(CommitId.NOTHING);
    tendUntilItFollows();
    assertThat(other.embedded().keySet()).isEqualTo(state.texts());
    assertThat(vectors()).isEqualTo(hashes(state.texts()));
  }

  @Test
  void vectorsAheadOfTheStateFollowedAnotherLog(RandomLog log) throws IOException {
    tendUntilItFollows();
    apply(log.groups(20, 30));
    index.commit(state.commit());
    TextState younger = new TextState();
    RandomLog other = new RandomLog(7);
    younger.apply(other.group(3));
    state.close();
    state = younger;
    crash(SELDOM);
    assertThat(follower.applied()).isEqualTo(CommitId.NOTHING);
    tendUntilItFollows();
    assertThat(vectors()).isEqualTo(hashes(state.texts()));
  }

  @Test
  void aCallEndsEarlyWhenTheBranchCloses(RandomLog log) throws IOException {
    tendUntilItFollows();
    Group group = log.group(200);
    state.apply(group);
    follower.endEarly();
    assertThatThrownBy(() -> follower.apply(List.of(group))).hasMessage("the branch closes");
    assertThat(follower.applied().seq()).isZero();
  }

  @Test
  void aGapIsRefused(RandomLog log) throws IOException {
    tendUntilItFollows();
    List<Group> groups = log.groups(2, 3);
    assertThatThrownBy(() -> follower.apply(groups.subList(1, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
