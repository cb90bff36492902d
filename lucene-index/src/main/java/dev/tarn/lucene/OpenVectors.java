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
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The vectors of the branches that are open, each beside the index that serves its branch. Another
 * index may take that one's place at any time; the vectors stay.
 */
final class OpenVectors {
  /** The folder of a branch's vectors, beside the generations of its index. */
  private static final String FOLDER = "vectors";

  private final EmbeddingModel model;
  private final VectorSettings settings;
  private final Map<Path, LuceneStateIndex> serving;
  private final Map<Path, BranchVectors> opened = new ConcurrentHashMap<>();

  /**
   * @param serving the indexes that serve branches at the moment, by the branches' folders
   */
  OpenVectors(EmbeddingModel model, VectorSettings settings, Map<Path, LuceneStateIndex> serving) {
    this.model = model;
    this.settings = settings;
    this.serving = serving;
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
          "the index is older than search by meaning; ./tarn index rebuild makes it anew");
    }
    return index;
  }

  /** Opens the vectors of a branch whose index is open. */
  BackgroundFollower open(Scope scope, Path branch) throws IOException {
    LuceneStateIndex index = serving.get(branch);
    if (index == null) {
      throw new IOException("the index is not open: " + scope);
    }
    StateView.Source states = () -> withTexts(branch).acquireTexts();
    BranchVectors vectors =
        BranchVectors.open(
            branch.resolve(FOLDER),
            scope,
            model,
            settings,
            index.applied(),
            states,
            Fields.ASSET_ORDER);
    opened.put(branch, vectors);
    return vectors.follower();
  }

  /** Forgets a branch that is closed. */
  void forget(Path branch) {
    opened.remove(branch);
  }
}
