package dev.tarn.lucene.vector;

import dev.tarn.core.scope.CommitId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * The vectors of texts in one folder, found by hash or by being near. What is added is seen after
 * {@link #refresh()}, and survives a crash after {@link #commit}. One thread writes, any read.
 */
final class VectorIndex implements Closeable {
  /** The hash of the text. */
  static final String KEY = "key";

  static final String VECTOR = "vector";

  /**
   * Neighbours of a node in the graph, and how many are looked at to find them. With half as many,
   * a graph takes half the time, but few neighbours lead to a text that joined it late.
   */
  private static final int MAX_NEIGHBOURS = 32;

  private static final int NEIGHBOUR_CANDIDATES = 200;

  /**
   * The texts of the largest segment without a graph: looking at all of them takes a search about a
   * millisecond, and a graph for what joins a larger one soon would be work done twice.
   */
  static final int MAX_PLAIN_TEXTS = 12_000;

  /** A segment has a graph from so many times the logarithm of its size on. */
  private static final int GRAPH_FACTOR = (int) (MAX_PLAIN_TEXTS / Math.log(MAX_PLAIN_TEXTS));

  /**
   * The files that a search reads all over: read at once, they take a second; page by page, as
   * searches come, each of these would wait for some thousand reads.
   */
  private static final String GRAPH = ".vex";

  private static final String QUANTISED = ".veq";

  private static final double RAM_BUFFER_MIB = 64;

  /** The largest segment, and what a component takes in it: 4 bytes, and one that is quantised. */
  private static final long MAX_SEGMENT_BYTES = 4L << 30;

  private static final long COMPONENT_BYTES = 5;
  private static final double MEBI = 1 << 20;
  private static final double SEGMENTS_PER_TIER = 10;

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final SnapshotDeletionPolicy durableFiles;
  private final ExecutorService graphBuilders;
  private final String model;
  private final int dimensions;
  private final Set<BytesRef> unseen = new HashSet<>();
  private volatile CommitId durable;

  private VectorIndex(
      Directory directory,
      IndexWriter writer,
      SearcherManager searchers,
      ExecutorService graphBuilders,
      String model,
      int dimensions,
      CommitId durable) {
    this.directory = directory;
    this.writer = writer;
    this.searchers = searchers;
    this.graphBuilders = graphBuilders;
    this.durableFiles = (SnapshotDeletionPolicy) writer.getConfig().getIndexDeletionPolicy();
    this.model = model;
    this.dimensions = dimensions;
    this.durable = durable;
  }

  /**
   * Opens the index in a folder; an empty one if what is there is of another model.
   *
   * @param graphThreads how many threads build one graph
   */
  static VectorIndex open(Path folder, String model, int dimensions, int graphThreads)
      throws IOException {
    Directory directory = FSDirectory.open(Files.createDirectories(folder));
    if (directory instanceof MMapDirectory mapped) {
      mapped.setPreload((file, context) -> file.endsWith(GRAPH) || file.endsWith(QUANTISED));
    }
    // The thread of a merge works, too.
    ExecutorService graphBuilders =
        Executors.newFixedThreadPool(
            Math.max(1, graphThreads - 1),
            Thread.ofPlatform().daemon().name("vector-graph-", 0).factory());
    IndexWriter writer = null;
    boolean opened = false;
    try {
      VectorOffset offset = null;
      if (DirectoryReader.indexExists(directory)) {
        offset =
            VectorOffset.of(
                SegmentInfos.readLatestCommit(directory).getUserData(), model, dimensions);
      }
      writer =
          new IndexWriter(
              directory, config(offset == null, dimensions, graphThreads, graphBuilders));
      VectorIndex index =
          new VectorIndex(
              directory,
              writer,
              new SearcherManager(writer, null),
              graphBuilders,
              model,
              dimensions,
              offset == null ? CommitId.NOTHING : offset.commit());
      opened = true;
      return index;
    } finally {
      if (!opened) {
        if (writer != null) {
          writer.rollback();
        }
        graphBuilders.shutdown();
        directory.close();
      }
    }
  }

  private static IndexWriterConfig config(
      boolean empty, int dimensions, int graphThreads, ExecutorService graphBuilders) {
    TieredMergePolicy merges = new TieredMergePolicy();
    // Larger ones are made by consolidate alone.
    merges.setMaxMergedSegmentMB(MAX_PLAIN_TEXTS * COMPONENT_BYTES * dimensions / MEBI);
    merges.setSegmentsPerTier(SEGMENTS_PER_TIER);
    // Files of a segment in one would be copied once more.
    merges.setNoCFSRatio(0);
    ConcurrentMergeScheduler scheduler = new ConcurrentMergeScheduler();
    scheduler.setMaxMergesAndThreads(6, 1);
    KnnVectorsFormat format =
        new Lucene104HnswScalarQuantizedVectorsFormat(
            ScalarEncoding.SEVEN_BIT,
            MAX_NEIGHBOURS,
            NEIGHBOUR_CANDIDATES,
            graphThreads,
            graphThreads == 1 ? null : graphBuilders,
            GRAPH_FACTOR);
    return new IndexWriterConfig()
        .setOpenMode(empty ? IndexWriterConfig.OpenMode.CREATE : IndexWriterConfig.OpenMode.APPEND)
        .setRAMBufferSizeMB(RAM_BUFFER_MIB)
        .setMergePolicy(merges)
        .setMergeScheduler(scheduler)
        .setMaxFullFlushMergeWaitMillis(0)
        .setIndexDeletionPolicy(new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy()))
        .setUseCompoundFile(false)
        .setCommitOnClose(false)
        .setCodec(
            new Lucene104Codec() {
              @Override
              public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
              }
            });
  }

  /** Returns the commit that was given to the last {@link #commit}; seq 0 if there was none. */
  CommitId durable() {
    return durable;
  }

  /** Returns whether the text has a vector, seen or not. */
  boolean contains(BytesRef hash) throws IOException {
    if (unseen.contains(hash)) {
      return true;
    }
    IndexSearcher searcher = searchers.acquire();
    try {
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        if (find(leaf, hash) != DocIdSetIterator.NO_MORE_DOCS) {
          return true;
        }
      }
      return false;
    } finally {
      searchers.release(searcher);
    }
  }

  /** Returns the live document of a text in a segment, or {@code NO_MORE_DOCS}. */
  static int find(LeafReaderContext leaf, BytesRef hash) throws IOException {
    Terms terms = leaf.reader().terms(KEY);
    return terms == null ? DocIdSetIterator.NO_MORE_DOCS : find(leaf, terms.iterator(), hash);
  }

  static int find(LeafReaderContext leaf, TermsEnum keys, BytesRef hash) throws IOException {
    if (!keys.seekExact(hash)) {
      return DocIdSetIterator.NO_MORE_DOCS;
    }
    return LiveTerms.firstLive(keys.postings(null, PostingsEnum.NONE), leaf.reader().getLiveDocs());
  }

  /** Adds the vector of a text that has none. */
  void add(BytesRef hash, float[] vector) throws IOException {
    if (vector.length != dimensions) {
      throw new IllegalArgumentException(
          model + " gave " + vector.length + " components instead of " + dimensions);
    }
    Document document = new Document();
    document.add(new StringField(KEY, hash, Field.Store.NO));
    document.add(new BinaryDocValuesField(KEY, hash));
    document.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
    writer.addDocument(document);
    unseen.add(BytesRef.deepCopyOf(hash));
  }

  /** Removes the vectors of texts. */
  void remove(Collection<BytesRef> hashes) throws IOException {
    writer.deleteDocuments(hashes.stream().map(hash -> new Term(KEY, hash)).toArray(Term[]::new));
    unseen.removeAll(hashes);
  }

  /** Returns how many vectors were added since the last refresh. */
  int unseen() {
    return unseen.size();
  }

  /** Lets readers see what was added and removed. */
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
    unseen.clear();
  }

  /** Returns a view that is given back by {@link #release}. */
  IndexSearcher acquire() throws IOException {
    return searchers.acquire();
  }

  void release(IndexSearcher searcher) throws IOException {
    searchers.release(searcher);
  }

  /** Returns the number of texts that readers see. */
  int texts() throws IOException {
    IndexSearcher searcher = acquire();
    try {
      return searcher.getIndexReader().numDocs();
    } finally {
      release(searcher);
    }
  }

  /**
   * Begins to make one graph of many, where a good part of the texts is outside of the largest: a
   * search walks each graph, and one of a million texts costs less than three of twenty thousand.
   * Returns at once, and does nothing while a merge runs; readers see it after a {@link #refresh}.
   * What is in the largest graph stays there, so each text is inserted about once, and copied as
   * often as the part is small.
   *
   * @param few texts that may be outside whatever part of all they are
   * @param part what part of all texts may be outside
   */
  void consolidate(int few, double part) throws IOException {
    if (!writer.getMergingSegments().isEmpty()) {
      return;
    }
    int[] sizes;
    IndexSearcher searcher = acquire();
    try {
      sizes =
          searcher.getIndexReader().leaves().stream()
              .mapToInt(leaf -> leaf.reader().maxDoc())
              .sorted()
              .toArray();
    } finally {
      release(searcher);
    }
    long total = Arrays.stream(sizes).asLongStream().sum();
    int graphs = 1 + (int) (total * dimensions * COMPONENT_BYTES / MAX_SEGMENT_BYTES);
    long outside =
        Arrays.stream(sizes).limit(Math.max(0, sizes.length - graphs)).asLongStream().sum();
    if (outside > few && outside >= total * part) {
      writer.forceMerge(graphs, false);
    }
  }

  /** Takes names of files. */
  @FunctionalInterface
  interface FileNames {
    void take(Collection<String> names) throws IOException;
  }

  /**
   * Gives the names of the files of what is durable, which stay until this returns.
   *
   * @throws IllegalStateException if nothing is durable yet
   */
  void keepingDurable(FileNames taker) throws IOException {
    IndexCommit commit = durableFiles.snapshot();
    try {
      taker.take(commit.getFileNames());
    } finally {
      durableFiles.release(commit);
    }
  }

  /** Returns whether anything was added or removed since the last {@link #commit}. */
  boolean hasUncommitted() {
    return writer.hasUncommittedChanges();
  }

  /** Makes everything durable, with the commit of the log up to which all texts are there. */
  void commit(CommitId commit) throws IOException {
    writer.setLiveCommitData(new VectorOffset(model, dimensions, commit).commitData().entrySet());
    writer.commit();
    durable = commit;
  }

  /** Closes without making anything durable. */
  @Override
  public void close() throws IOException {
    try (directory;
        graphBuilders) {
      searchers.close();
      writer.rollback();
    }
  }
}
