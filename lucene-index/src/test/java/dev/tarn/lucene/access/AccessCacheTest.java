package dev.tarn.lucene.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.policy.AssetCondition;
import dev.tarn.core.policy.ConditionField;
import dev.tarn.lucene.search.SearchFields;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AccessCacheTest {
  private static final int DOCUMENTS = 1_000;

  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private IndexWriter writer;

  @BeforeEach
  void open() throws IOException {
    writer =
        new IndexWriter(
            directory,
            new IndexWriterConfig(new KeywordAnalyzer()).setMergePolicy(NoMergePolicy.INSTANCE));
    add("table", DOCUMENTS);
    add("column", DOCUMENTS);
    writer.addDocument(new Document());
  }

  @AfterEach
  void close() throws IOException {
    writer.close();
    directory.close();
  }

  private void add(String type, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Document document = new Document();
      document.add(new StringField(SearchFields.KIND, EntityKind.ASSET.code(), Field.Store.NO));
      document.add(new StringField(SearchFields.TYPE, type, Field.Store.NO));
      document.add(new StringField(SearchFields.NAME, type + i, Field.Store.NO));
      writer.addDocument(document);
    }
  }

  private static AssetAccess ofTypes(String... types) {
    return new AssetAccess(new AssetCondition.Among(ConditionField.TYPE, Set.of(types)), List.of());
  }

  @Test
  void hidesDocumentsAndTheirTerms() throws IOException {
    AccessCache cache = new AccessCache(Long.MAX_VALUE);
    try (DirectoryReader all = DirectoryReader.open(writer)) {
      DirectoryReader tables = cache.restricted(all, ofTypes("table"));
      assertThat(tables.numDocs()).isEqualTo(DOCUMENTS + 1);
      assertThat(tables.maxDoc()).isEqualTo(2 * DOCUMENTS + 1);
      assertThat(tables.docFreq(new Term(SearchFields.NAME, "table7"))).isEqualTo(1);
      assertThat(tables.docFreq(new Term(SearchFields.NAME, "column7"))).isZero();
      assertThat(tables.docFreq(new Term(SearchFields.TYPE, "column"))).isZero();
      assertThat(all.docFreq(new Term(SearchFields.NAME, "column7"))).isEqualTo(1);
    }
  }

  @Test
  void followsChangesOfTheIndex() throws IOException {
    AccessCache cache = new AccessCache(Long.MAX_VALUE);
    AssetAccess access = ofTypes("table");
    DirectoryReader reader = DirectoryReader.open(writer);
    assertThat(cache.restricted(reader, access).numDocs()).isEqualTo(DOCUMENTS + 1);
    writer.deleteDocuments(new Term(SearchFields.NAME, "table7"));
    writer.deleteDocuments(new Term(SearchFields.NAME, "column7"));
    add("table", 3);
    DirectoryReader next = DirectoryReader.openIfChanged(reader, writer);
    assertThat(cache.restricted(next, access).numDocs()).isEqualTo(DOCUMENTS + 3);
    assertThat(cache.restricted(reader, access).numDocs()).isEqualTo(DOCUMENTS + 1);
    reader.close();
    next.close();
  }

  @Test
  void keepsNoMoreThanItMay() throws IOException {
    try (DirectoryReader all = DirectoryReader.open(writer)) {
      AccessCache one = new AccessCache(Long.MAX_VALUE);
      one.restricted(all, ofTypes("table", "0"));
      long bytes = one.bytes();
      assertThat(bytes).isPositive();

      AccessCache cache = new AccessCache(4 * bytes);
      for (int i = 0; i < 10; i++) {
        assertThat(cache.restricted(all, ofTypes("table", "" + i)).numDocs())
            .isEqualTo(DOCUMENTS + 1);
        assertThat(cache.bytes()).isLessThanOrEqualTo(4 * bytes);
      }
      assertThat(cache.size()).isBetween(3, 4);

      AccessCache tiny = new AccessCache(1);
      assertThat(tiny.restricted(all, ofTypes("table")).numDocs()).isEqualTo(DOCUMENTS + 1);
      assertThat(tiny.size()).isZero();
      assertThat(tiny.bytes()).isZero();
    }
  }

  @Test
  void forgetsWhatIsClosed() throws IOException {
    AccessCache cache = new AccessCache(Long.MAX_VALUE);
    AssetAccess access = ofTypes("table");
    try (DirectoryReader all = DirectoryReader.open(writer)) {
      cache.restricted(all, access);
    }
    writer.deleteAll();
    add("table", 1);
    try (DirectoryReader few = DirectoryReader.open(writer)) {
      cache.restricted(few, access);
    }
    // A segment of one document takes a hundredth.
    assertThat(cache.bytes()).isLessThan(DOCUMENTS / 4);
  }
}
