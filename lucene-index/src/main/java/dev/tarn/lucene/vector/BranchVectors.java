package dev.tarn.lucene.vector;

import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.EmbeddingModel;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The vectors of one branch: what fills them, and what searches them. Closed by its follower. */
public final class BranchVectors {
  private static final Logger LOG = LoggerFactory.getLogger(BranchVectors.class);

  private final Path folder;
  private final VectorIndex index;
  private final VectorFollower follower;
  private final VectorSearch search;

  private BranchVectors(
      Path folder, VectorIndex index, VectorFollower follower, VectorSearch search) {
    this.folder = folder;
    this.index = index;
    this.follower = follower;
    this.search = search;
  }

  /**
   * Opens the vectors in a folder of their own; what cannot be read is computed again.
   *
   * @param head how far the state index is
   * @param states opens views of the state index
   * @param orderField the column of the state index by which assets that are equally near are
   *     ordered
   */
  public static BranchVectors open(
      Path folder,
      Scope scope,
      EmbeddingModel model,
      VectorSettings settings,
      CommitId head,
      StateView.Source states,
      String orderField)
      throws IOException {
    VectorIndex index = open(folder, scope, model, settings.graphThreads());
    VectorFollower follower = new VectorFollower(index, model, states, settings, head);
    return new BranchVectors(
        folder,
        index,
        follower,
        new SemanticSearch(index, model, orderField, follower::isComplete));
  }

  private static VectorIndex open(Path folder, Scope scope, EmbeddingModel model, int graphThreads)
      throws IOException {
    try {
      return VectorIndex.open(folder, model.name(), model.dimensions(), graphThreads);
    } catch (CorruptIndexException
        | IndexFormatTooOldException
        | IndexFormatTooNewException
        | EOFException
        | FileNotFoundException
        | NoSuchFileException
        | IllegalArgumentException e) {
      // Files that are cut, missing or of other versions; a codec that is not there is an illegal
      // argument.
      LOG.atWarn()
          .setMessage("The vectors cannot be read; they are computed again")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
      delete(folder);
      return VectorIndex.open(folder, model.name(), model.dimensions(), graphThreads);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!file.endsWith(IndexWriter.WRITE_LOCK_NAME)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Gives files a second name in another folder. */
  @FunctionalInterface
  public interface Linker {
    /**
     * @param names of files in {@code from}
     */
    void link(Path from, Collection<String> names, Path to) throws IOException;
  }

  /** Links what is durable of vectors that are not open into an empty folder. */
  public static void link(Path from, Path to, Linker linker) throws IOException {
    try (FSDirectory directory = FSDirectory.open(from)) {
      linker.link(from, SegmentInfos.readLatestCommit(directory).files(true), to);
    }
  }

  /**
   * Links what is durable of these vectors into an empty folder.
   *
   * @throws IllegalStateException if nothing is durable yet
   */
  public void link(Path to, Linker linker) throws IOException {
    index.keepingDurable(names -> linker.link(folder, names, to));
  }

  /** Lets vectors that were linked begin with another log: none of it counts as followed. */
  public static void forgetOffset(Path folder, EmbeddingModel model) throws IOException {
    try (VectorIndex index = VectorIndex.open(folder, model.name(), model.dimensions(), 1)) {
      index.commit(CommitId.NOTHING);
    }
  }

  public BackgroundFollower follower() {
    return follower;
  }

  public VectorSearch search() {
    return search;
  }
}
