package dev.tarn.lucene;

import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.json.ValueJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Relationships as documents, in few bytes: there are more of them than of all else. Their ends are
 * numbers of assets, all else is in columns, and of the id, which derives from type and ends, only
 * the beginning is kept: {@link EdgeReader} derives it again.
 */
final class EdgeDocuments {
  private EdgeDocuments() {}

  static Document document(Relationship edge, int source, int target) {
    if (!edge.id().equals(RelationshipId.derive(edge.type(), edge.sourceId(), edge.targetId()))) {
      throw new IllegalArgumentException(
          "the id of a relationship derives from its type and ends: " + edge.id());
    }
    Document document = new Document();
    term(document, Fields.KEY, Fields.key(edge.id()));
    number(document, Fields.SOURCE_NODE, source);
    number(document, Fields.TARGET_NODE, target);
    number(document, Fields.EDGE_SEQ, edge.seq());
    long created = micros(edge.createdAt());
    long updated = micros(edge.updatedAt());
    number(document, Fields.EDGE_CREATED, created);
    text(document, Fields.EDGE_CREATOR, edge.createdBy());
    text(document, Fields.EDGE_TYPE_VALUE, edge.type());
    // What is not there costs nothing: most edges never change.
    if (updated != created) {
      number(document, Fields.EDGE_AGE, updated - created);
    }
    if (!edge.updatedBy().equals(edge.createdBy())) {
      text(document, Fields.EDGE_UPDATER, edge.updatedBy());
    }
    if (edge.version() != 1) {
      number(document, Fields.EDGE_VERSION, edge.version());
    }
    if (!edge.attributes().isEmpty()) {
      document.add(
          new StoredField(
              Fields.SOURCE, ValueJson.write(edge.attributes()).getBytes(StandardCharsets.UTF_8)));
    }
    if (edge.deleted()) {
      document.add(new LongField(Fields.EDGE_DELETED, edge.seq(), Field.Store.NO));
    } else {
      number(document, Fields.EDGE_ORDER, Fields.edgeOrder(edge.id()));
      term(document, Fields.EDGE_TYPE, new BytesRef(edge.type()));
      term(document, Fields.SOURCE_END, Fields.node(source));
      term(document, Fields.TARGET_END, Fields.node(target));
    }
    return document;
  }

  /** Returns the query for the documents of one relationship, and no others that share its key. */
  static Query exactly(Relationship edge, int source, int target) {
    return new BooleanQuery.Builder()
        .add(new TermQuery(new Term(Fields.KEY, Fields.key(edge.id()))), Occur.FILTER)
        .add(NumericDocValuesField.newSlowExactQuery(Fields.SOURCE_NODE, source), Occur.FILTER)
        .add(NumericDocValuesField.newSlowExactQuery(Fields.TARGET_NODE, target), Occur.FILTER)
        .add(
            SortedDocValuesField.newSlowExactQuery(
                Fields.EDGE_TYPE_VALUE, new BytesRef(edge.type())),
            Occur.FILTER)
        .build();
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static void term(Document document, String field, BytesRef term) {
    document.add(new StringField(field, term, Field.Store.NO));
  }

  private static void number(Document document, String field, long number) {
    document.add(new NumericDocValuesField(field, number));
  }

  private static void text(Document document, String field, String text) {
    document.add(new SortedDocValuesField(field, new BytesRef(text)));
  }
}
