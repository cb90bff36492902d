package dev.tarn.lucene;

import dev.tarn.core.scope.Scope;
import dev.tarn.lucene.graph.GraphMaker;
import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.jspecify.annotations.Nullable;

/**
 * The files of an index, open to be read and written.
 *
 * @param directory what the writer writes to
 * @param view what was found
 */
record OpenedFiles(
    IndexFiles files, DeferredSyncDirectory directory, IndexWriter writer, IndexView view) {
  private static final double BYTES_PER_MIB = 1 << 20;

  /** New files up to this size stay in memory until they are synced: the many of small groups. */
  private static final double MAX_CACHED_FILE_MIB = 4;

  /**
   * Opens what is in these files, or an empty index.
   *
   * @param files closed if they cannot be opened
   * @throws UnusableIndexException if what is there was written in another format
   */
  static OpenedFiles open(
      Scope scope, LuceneIndexSettings settings, IndexFiles files, GraphMaker graphs)
      throws IOException {
    DeferredSyncDirectory directory = null;
    IndexWriter writer = null;
    DirectoryReader reader = null;
    boolean complete = false;
    try {
      directory =
          new DeferredSyncDirectory(
              new NRTCachingDirectory(
                  files.openDirectory(),
                  MAX_CACHED_FILE_MIB,
                  settings.cachedFilesBytes() / BYTES_PER_MIB));
      IndexOffset offset = offset(directory, settings);
      writer =
          new IndexWriter(
              directory,
              WriterSettings.ofFollower(settings, InheritedSegments.read(files.folder())));
      reader = DirectoryReader.open(writer);
      OpenedFiles opened =
          new OpenedFiles(
              files, directory, writer, IndexView.first(reader, offset, scope.toString(), graphs));
      complete = true;
      return opened;
    } finally {
      if (!complete) {
        close(files, directory, writer, reader);
      }
    }
  }

  private static void close(
      IndexFiles files,
      @Nullable DeferredSyncDirectory directory,
      @Nullable IndexWriter writer,
      @Nullable DirectoryReader reader)
      throws IOException {
    try (files;
        directory) {
      if (reader != null) {
        reader.close();
      }
      if (writer != null) {
        writer.rollback();
      }
    }
  }

  private static IndexOffset offset(Directory directory, LuceneIndexSettings settings)
      throws IOException {
    if (!DirectoryReader.indexExists(directory)) {
      return IndexOffset.nothing(settings.texts());
    }
    IndexOffset offset = IndexOffset.of(SegmentInfos.readLatestCommit(directory).getUserData());
    if (offset == null) {
      throw new UnusableIndexException("the index was written in another format");
    }
    return offset;
  }
}
