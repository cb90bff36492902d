package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.state.AssetQuery;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The filters of lists as Lucene queries. */
final class StateQueries {
  private StateQueries() {}

  static Query assets(AssetQuery query) {
    BooleanQuery.Builder filters = new BooleanQuery.Builder();
    filter(filters, Fields.KIND, EntityKind.ASSET.code());
    filter(filters, Fields.TYPE, query.type());
    filter(filters, Fields.PARENT, query.parent());
    filter(filters, Fields.PLATFORM, query.platform());
    filter(filters, Fields.WORKSPACE, query.workspace());
    filter(filters, Fields.DOMAIN, query.domain());
    filter(filters, Fields.OWNER, query.owner());
    filter(filters, Fields.TAG, query.tag());
    filter(filters, Fields.CLASSIFICATION, query.classification());
    filter(filters, Fields.TERM, query.term());
    filter(filters, Fields.STATUS, query.status());
    if (query.namePrefix() != null) {
      filters.add(
          orderStartsWith(query.namePrefix().getBytes(StandardCharsets.UTF_8)), Occur.FILTER);
    }
    return filters.build();
  }

  /** A prefix is a range of the order: no term of it needs to be looked at. */
  private static Query orderStartsWith(byte[] prefix) {
    return SortedDocValuesField.newSlowRangeQuery(
        Fields.ASSET_ORDER, new BytesRef(prefix), after(prefix), true, false);
  }

  /** Returns the least bytes above all that start with the prefix; null if there are none. */
  private static @Nullable BytesRef after(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] after = Arrays.copyOf(prefix, i + 1);
        after[i]++;
        return new BytesRef(after);
      }
    }
    return null;
  }

  private static void filter(BooleanQuery.Builder filters, String field, @Nullable AssetId id) {
    if (id != null) {
      filters.add(new TermQuery(new Term(field, Fields.id(id))), Occur.FILTER);
    }
  }

  private static void filter(BooleanQuery.Builder filters, String field, @Nullable String text) {
    if (text != null) {
      filters.add(new TermQuery(new Term(field, text)), Occur.FILTER);
    }
  }
}
