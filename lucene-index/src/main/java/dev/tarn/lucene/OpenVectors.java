package dev.tarn.lucene;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.EmbeddingModel;
import dev.tarn.lucene.vector.BranchVectors;
import dev.tarn.lucene.vector.StateView;
import dev.tarn.lucene.vector.TextHashes;
import dev.tarn.lucene.vector.VectorSearch;
import dev.tarn.lucene.vector.VectorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of the branches that are open, each beside the index that serves its branch. Another
 * index may take that one's place at any time; the vectors stay.
 */
final class OpenVectors {
  private static final Logger LOG = LoggerFactory.getLogger(OpenVectors.class);

  private final EmbeddingModel model;
  private final VectorSettings settings;
  private final Map<Path, LuceneStateIndex> serving;
  private final HardLinks links;
  private final Map<Path, BranchVectors> opened = new ConcurrentHashMap<>();

  /**
   * @param serving the indexes that serve branches at the moment, by the branches' folders
   */
  OpenVectors(
      EmbeddingModel model,
      VectorSettings settings,
      Map<Path, LuceneStateIndex> serving,
      HardLinks links) {
    this.model = model;
    this.settings = settings;
    this.serving = serving;
    this.links = links;
  }

  /** Returns the search of a branch, which works as soon as its vectors are open. */
  VectorSearch search(Path branch) {
    return (query, view, filter, count) -> {
      withTexts(branch);
      BranchVectors vectors = opened.get(branch);
      if (vectors == null) {
        throw new CatalogException(
            ErrorCode.SEARCH_NOT_AVAILABLE, "search by meaning is not ready yet");
      }
      return vectors.search().nearest(query, view, filter, count);
    };
  }

  private LuceneStateIndex withTexts(Path branch) {
    LuceneStateIndex index = serving.get(branch);
    if (index == null) {
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the index is closed");
    }
    if (index.offset().texts() == TextHashes.OFF) {
      throw new CatalogException(
          ErrorCode.SEARCH_NOT_AVAILABLE,
          "the index is from before search by meaning was on; it is being built anew");
    }
    return index;
  }

  /** Opens the vectors of a branch whose index is open. */
  BackgroundFollower open(Scope scope, Path branch) throws IOException {
    LuceneStateIndex index = serving.get(branch);
    if (index == null) {
      throw new IOException("the index is not open: " + scope);
    }
    if (!Files.isDirectory(branch.resolve(VectorFork.FOLDER))) {
      fork(scope, branch);
    }
    StateView.Source states = () -> withTexts(branch).acquireTexts();
    BranchVectors vectors =
        BranchVectors.open(
            branch.resolve(VectorFork.FOLDER),
            scope,
            model,
            settings,
            index.applied(),
            states,
            Fields.ASSET_ORDER);
    opened.put(branch, vectors);
    return vectors.follower();
  }

  private void fork(Scope scope, Path branch) {
    try {
      VectorFork.begin(branch, opened, model, links);
    } catch (IOException | IllegalStateException e) {
      // Another process has just replaced the files, or nothing of them is durable yet.
      LOG.atInfo()
          .setMessage("Vectors of another branch could not be taken over; they are computed")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
    }
  }

  /** Forgets a branch that is closed. */
  void forget(Path branch) {
    opened.remove(branch);
  }
}
