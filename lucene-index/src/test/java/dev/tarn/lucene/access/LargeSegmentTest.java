package dev.tarn.lucene.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.policy.AssetCondition;
import dev.tarn.core.policy.AssetCondition.All;
import dev.tarn.core.policy.AssetCondition.Among;
import dev.tarn.core.policy.AssetCondition.Any;
import dev.tarn.core.policy.AssetCondition.Below;
import dev.tarn.core.policy.AssetCondition.Not;
import dev.tarn.core.policy.ConditionField;
import dev.tarn.lucene.search.SearchFields;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Large segments are looked at in another way than small ones, and show the same. */
@ExtendWith(Seeds.class)
final class LargeSegmentTest {
  private static final int DOCUMENTS = SmallSegment.MAX_DOCUMENTS + 1_000;
  private static final int PER_SMALL_SEGMENT = 700;
  private static final int WORDS = 16;
  private static final int ROUNDS = 6;
  private static final int CONDITIONS = 60;
  private static final List<String> TYPES = List.of("table", "view", "column", "dashboard");

  private final ByteBuffersDirectory large = new ByteBuffersDirectory();
  private final ByteBuffersDirectory small = new ByteBuffersDirectory();
  private IndexWriter writer;

  /** What a document has: a word may be of one type alone. */
  private record Row(int number, String type, String name, String word) {
    static Row random(int number, Random random) {
      String type = TYPES.get(random.nextInt(TYPES.size()));
      int word = random.nextInt(WORDS);
      return new Row(
          number,
          type,
          "db%d.s%d.t%d".formatted(random.nextInt(3), random.nextInt(5), number),
          word % 2 == 0 ? "w" + word : type + word);
    }

    Document document() {
      Document document = new Document();
      document.add(new StringField(SearchFields.KIND, EntityKind.ASSET.code(), Field.Store.NO));
      document.add(new StringField(SearchFields.TYPE, type, Field.Store.NO));
      document.add(new StringField(SearchFields.NAME, word, Field.Store.YES));
      document.add(new StringField("number", Integer.toString(number), Field.Store.YES));
      document.add(new SortedDocValuesField(SearchFields.ORDER, new BytesRef(name + "\0" + type)));
      return document;
    }
  }

  private static IndexWriter writer(ByteBuffersDirectory directory) throws IOException {
    return new IndexWriter(
        directory,
        new IndexWriterConfig(new KeywordAnalyzer()).setMergePolicy(NoMergePolicy.INSTANCE));
  }

  @BeforeEach
  void open() throws IOException {
    writer = writer(large);
  }

  @AfterEach
  void close() throws IOException {
    writer.close();
    large.close();
    small.close();
  }

  private static AssetCondition condition(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 2 : 5)) {
      case 0 -> {
        Set<String> types = new HashSet<>(List.of("none"));
        TYPES.stream().filter(any -> random.nextBoolean()).forEach(types::add);
        yield new Among(ConditionField.TYPE, types);
      }
      case 1 -> {
        Set<String> names = new HashSet<>(List.of("db9"));
        for (int i = random.nextInt(4); i > 0; i--) {
          String schema = "db%d.s%d".formatted(random.nextInt(3), random.nextInt(5));
          names.add(
              switch (random.nextInt(3)) {
                case 0 -> schema.substring(0, 3);
                case 1 -> schema;
                default -> schema + ".t" + random.nextInt(DOCUMENTS);
              });
        }
        yield new Below(names);
      }
      case 2 -> new All(two(random, depth - 1));
      case 3 -> new Any(two(random, depth - 1));
      default -> new Not(condition(random, depth - 1));
    };
  }

  private static Set<AssetCondition> two(Random random, int depth) {
    return new HashSet<>(List.of(condition(random, depth), condition(random, depth)));
  }

  private static Set<String> shown(DirectoryReader reader, AssetAccess access) throws IOException {
    DirectoryReader restricted = new AccessCache(Long.MAX_VALUE).restricted(reader, access);
    Set<String> numbers = new TreeSet<>();
    for (LeafReaderContext leaf : restricted.leaves()) {
      Bits live = leaf.reader().getLiveDocs();
      StoredFields stored = leaf.reader().storedFields();
      for (int document = 0; document < leaf.reader().maxDoc(); document++) {
        if (live == null || live.get(document)) {
          numbers.add(stored.document(document).get("number"));
        }
      }
    }
    return numbers;
  }

  @Test
  void conditionsFindTheSameInSegmentsOfAnySize(Random random) throws IOException {
    try (IndexWriter others = writer(small)) {
      for (int i = 0; i < DOCUMENTS; i++) {
        Document document = Row.random(i, random).document();
        writer.addDocument(document);
        others.addDocument(document);
        if (i % PER_SMALL_SEGMENT == 0) {
          others.flush();
        }
      }
      try (DirectoryReader one = DirectoryReader.open(writer);
          DirectoryReader many = DirectoryReader.open(others)) {
        assertThat(one.leaves()).hasSize(1);
        assertThat(many.leaves()).hasSizeGreaterThan(3);
        int some = 0;
        for (int i = 0; i < CONDITIONS; i++) {
          AssetAccess access = new AssetAccess(condition(random, 3), List.of());
          Set<String> expected = shown(many, access);
          assertThat(shown(one, access)).as(access.toString()).isEqualTo(expected);
          some += expected.isEmpty() || expected.size() == DOCUMENTS ? 0 : 1;
        }
        assertThat(some).isGreaterThan(CONDITIONS / 4);
      }
    }
  }

  @Test
  void whatIsKnownOfTermsHoldsWhileDocumentsGo(Random random) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      rows.add(Row.random(i, random));
      writer.addDocument(rows.getLast().document());
    }
    AccessCache cache = new AccessCache(Long.MAX_VALUE);
    AssetAccess tables =
        new AssetAccess(new Among(ConditionField.TYPE, Set.of("table")), List.of());
    for (int round = 0; round < ROUNDS; round++) {
      try (DirectoryReader all = DirectoryReader.open(writer)) {
        assertThat(all.leaves()).hasSize(1);
        Set<String> expected = new TreeSet<>();
        rows.stream()
            .filter(row -> row.type().equals("table"))
            .forEach(row -> expected.add(row.word()));
        // What was found out the first time is known the second.
        for (int time = 0; time < 2; time++) {
          DirectoryReader restricted = cache.restricted(all, tables);
          assertThat(words(restricted)).isEqualTo(expected);
          for (int word = 0; word < WORDS; word++) {
            for (String type : TYPES) {
              String text = word % 2 == 0 ? "w" + word : type + word;
              assertThat(restricted.docFreq(new Term(SearchFields.NAME, text)) > 0)
                  .as(text)
                  .isEqualTo(expected.contains(text));
            }
          }
        }
      }
      // The first of each word go, and in the end all of some words.
      String gone = "w" + 2 * round;
      for (Row row : List.copyOf(rows)) {
        if (row.number() < DOCUMENTS / 10 * round || row.word().equals(gone)) {
          writer.deleteDocuments(new Term("number", Integer.toString(row.number())));
          rows.remove(row);
        }
      }
    }
  }

  @Test
  void whatIsKnownOfTermsGoesBeforeWhatIsShown(Random random) throws IOException {
    for (int i = 0; i < DOCUMENTS; i++) {
      writer.addDocument(Row.random(i, random).document());
    }
    AssetAccess tables =
        new AssetAccess(new Among(ConditionField.TYPE, Set.of("table")), List.of());
    AssetAccess views = new AssetAccess(new Among(ConditionField.TYPE, Set.of("view")), List.of());
    try (DirectoryReader all = DirectoryReader.open(writer)) {
      AccessCache free = new AccessCache(Long.MAX_VALUE);
      Set<String> shown = words(free.restricted(all, tables));
      long bits = free.bytes();
      var unused = free.restricted(all, tables);
      assertThat(free.bytes()).as("with what is known of terms").isGreaterThan(bits);

      AccessCache tight = new AccessCache(2 * bits + bits / 10);
      assertThat(words(tight.restricted(all, tables))).isEqualTo(shown);
      unused = tight.restricted(all, views);
      assertThat(words(tight.restricted(all, tables))).isEqualTo(shown);
      assertThat(tight.size()).isEqualTo(2);
      assertThat(tight.bytes()).isLessThanOrEqualTo(2 * bits + bits / 10);
    }
  }

  private static Set<String> words(DirectoryReader reader) throws IOException {
    Set<String> words = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      TermsEnum each = leaf.reader().terms(SearchFields.NAME).iterator();
      for (BytesRef term = each.next(); term != null; term = each.next()) {
        words.add(term.utf8ToString());
      }
    }
    return words;
  }
}
