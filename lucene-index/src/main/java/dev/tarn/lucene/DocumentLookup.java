package dev.tarn.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Finds documents by key, and reads their sources. Keeps the place in each segment's dictionary,
 * which makes the second look-up cheaper than the first. Not thread safe.
 */
final class DocumentLookup {
  /** The answer for a key that no document has. */
  static final int NONE = -1;

  private final List<Segment> segments = new ArrayList<>();
  private final List<LeafReaderContext> leaves;
  private final StoredFields stored;

  /** Finds documents by {@link Fields#KEY}. */
  DocumentLookup(DirectoryReader reader) throws IOException {
    this(reader, Fields.KEY);
  }

  /**
   * @param field each document has another term in it
   */
  DocumentLookup(DirectoryReader reader, String field) throws IOException {
    this.leaves = reader.leaves();
    this.stored = reader.storedFields();
    for (LeafReaderContext leaf : leaves) {
      Terms terms = leaf.reader().terms(field);
      if (terms != null) {
        segments.add(new Segment(leaf, terms.iterator()));
      }
    }
    // What is asked for is most likely where most documents are.
    segments.sort(Comparator.comparingInt((Segment segment) -> segment.documents).reversed());
  }

  /** The dictionary of keys of one segment. */
  private static final class Segment {
    private final int base;
    private final int documents;
    private final @Nullable Bits live;
    private final TermsEnum keys;
    private @Nullable PostingsEnum postings;

    Segment(LeafReaderContext leaf, TermsEnum keys) {
      this.base = leaf.docBase;
      this.documents = leaf.reader().maxDoc();
      this.live = leaf.reader().getLiveDocs();
      this.keys = keys;
    }

    /** Returns the live document with this key; a replaced one may be there beside it. */
    int find(BytesRef key, int i, Check check) throws IOException {
      if (!keys.seekExact(key)) {
        return NONE;
      }
      postings = keys.postings(postings, PostingsEnum.NONE);
      for (int doc = postings.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = postings.nextDoc()) {
        if ((live == null || live.get(doc)) && check.accepts(i, base + doc)) {
          return base + doc;
        }
      }
      return NONE;
    }
  }

  /** Tells the document that is looked for from others that have the same key. */
  @FunctionalInterface
  interface Check {
    /**
     * @param i which of the keys the document has
     */
    boolean accepts(int i, int doc) throws IOException;
  }

  /** Returns the document of each of the keys, {@link #NONE} where there is none. */
  int[] docs(List<BytesRef> keys) throws IOException {
    return docs(keys, (i, doc) -> true);
  }

  /** Takes a document, and which of the keys it has. */
  @FunctionalInterface
  interface Visitor {
    void visit(int i, int doc) throws IOException;
  }

  /** Shows all live documents that have one of the keys. */
  void visit(List<BytesRef> keys, Visitor visitor) throws IOException {
    docs(
        keys,
        (i, doc) -> {
          visitor.visit(i, doc);
          return false;
        });
  }

  /** Returns of each of the keys the document that is accepted, {@link #NONE} if none is. */
  int[] docs(List<BytesRef> keys, Check check) throws IOException {
    int[] docs = new int[keys.size()];
    Arrays.fill(docs, NONE);
    List<Integer> wanted = new ArrayList<>(keys.size());
    for (int i = 0; i < docs.length; i++) {
      wanted.add(i);
    }
    // In the order of the dictionary, neighbours are found in the same block.
    wanted.sort(Comparator.comparing(keys::get));
    for (Segment segment : segments) {
      List<Integer> missing = new ArrayList<>();
      for (int i : wanted) {
        docs[i] = segment.find(keys.get(i), i, check);
        if (docs[i] == NONE) {
          missing.add(i);
        }
      }
      wanted = missing;
      if (wanted.isEmpty()) {
        break;
      }
    }
    return docs;
  }

  /**
   * Shows the live documents that have a term, in the order of documents.
   *
   * @param visitor returns false to stop
   */
  void forEach(String field, BytesRef term, IntPredicate visitor) throws IOException {
    for (LeafReaderContext leaf : leaves) {
      PostingsEnum postings = postings(leaf.reader(), field, term);
      if (postings == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      for (int doc = postings.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = postings.nextDoc()) {
        if ((live == null || live.get(doc)) && !visitor.test(leaf.docBase + doc)) {
          return;
        }
      }
    }
  }

  private static @Nullable PostingsEnum postings(LeafReader reader, String field, BytesRef term)
      throws IOException {
    Terms terms = reader.terms(field);
    if (terms == null) {
      return null;
    }
    TermsEnum found = terms.iterator();
    return found.seekExact(term) ? found.postings(null, PostingsEnum.NONE) : null;
  }

  /** Returns the bytes that a document has stored in a field; null if it has none. */
  byte @Nullable [] stored(int doc, String field) throws IOException {
    BytesVisitor visitor = new BytesVisitor(field);
    stored.document(doc, visitor);
    return visitor.found;
  }

  private static final class BytesVisitor extends StoredFieldVisitor {
    private final String wanted;
    private byte @Nullable [] found;

    BytesVisitor(String wanted) {
      this.wanted = wanted;
    }

    @Override
    public Status needsField(FieldInfo field) {
      if (found != null) {
        return Status.STOP;
      }
      return field.name.equals(wanted) ? Status.YES : Status.NO;
    }

    @Override
    public void binaryField(FieldInfo field, byte[] value) {
      found = value;
    }
  }
}
