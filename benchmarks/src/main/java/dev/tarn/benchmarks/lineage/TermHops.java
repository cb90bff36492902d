package dev.tarn.benchmarks.lineage;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/** What a walk costs that asks an index for each of its steps: one query for all nodes of it. */
final class TermHops implements AutoCloseable {
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  TermHops(Path index) throws IOException {
    this.reader = DirectoryReader.open(FSDirectory.open(index));
    this.searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
  }

  /** Returns how many nodes are reached. */
  int walk(AssetId start, Flow flow, int depth, int maxNodes) throws IOException {
    String from = flow == Flow.DOWNSTREAM ? "sourceEnd" : "targetEnd";
    String to = flow == Flow.DOWNSTREAM ? "targetNode" : "sourceNode";
    Set<Integer> seen = new HashSet<>();
    List<Integer> level = new ArrayList<>();
    byte[] key = new byte[1 + start.value().length() / 2];
    key[0] = 'a';
    System.arraycopy(HexFormat.of().parseHex(start.value()), 0, key, 1, key.length - 1);
    collect(new TermQuery(new Term("key", new BytesRef(key))), "node", seen, level, 1);
    for (int step = 0; step < depth && !level.isEmpty() && seen.size() < maxNodes; step++) {
      List<BytesRef> terms =
          level.stream()
              .map(node -> new BytesRef(ByteBuffer.allocate(Integer.BYTES).putInt(node).array()))
              .toList();
      level = new ArrayList<>();
      collect(new TermInSetQuery(from, terms), to, seen, level, maxNodes);
    }
    return seen.size();
  }

  private void collect(
      Query query, String field, Set<Integer> seen, List<Integer> level, int maxNodes)
      throws IOException {
    var weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : reader.leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue;
      }
      NumericDocValues nodes = DocValues.getNumeric(leaf.reader(), field);
      var live = leaf.reader().getLiveDocs();
      DocIdSetIterator docs = scorer.iterator();
      for (int doc = docs.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS && seen.size() < maxNodes;
          doc = docs.nextDoc()) {
        if ((live == null || live.get(doc)) && nodes.advanceExact(doc)) {
          int node = (int) nodes.longValue();
          if (seen.add(node)) {
            level.add(node);
          }
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
