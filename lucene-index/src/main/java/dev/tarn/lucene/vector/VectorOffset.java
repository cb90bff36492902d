package dev.tarn.lucene.vector;

import dev.tarn.core.scope.CommitId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far the vectors have come in the log, in the form that is stored with a Lucene commit. */
record VectorOffset(String model, int dimensions, CommitId commit) {
  /** Changes whenever documents would be written or read differently: older indexes are dropped. */
  private static final String FORMAT = "1";

  private static final String FORMAT_KEY = "tarn.vectors.format";
  private static final String MODEL_KEY = "tarn.vectors.model";
  private static final String DIMENSIONS_KEY = "tarn.vectors.dimensions";
  private static final String TEXTS_KEY = "tarn.vectors.texts";
  private static final String COMMIT_KEY = "tarn.vectors.commit";

  Map<String, String> commitData() {
    return Map.of(
        FORMAT_KEY,
        FORMAT,
        MODEL_KEY,
        model,
        DIMENSIONS_KEY,
        Integer.toString(dimensions),
        TEXTS_KEY,
        AssetText.RECIPE,
        COMMIT_KEY,
        commit.toString());
  }

  /** Reads where an index of the same model, of texts made alike, has come to; null if another. */
  static @Nullable VectorOffset of(Map<String, String> data, String model, int dimensions) {
    String commit = data.get(COMMIT_KEY);
    if (commit == null || !CommitId.isCommitId(commit)) {
      return null;
    }
    VectorOffset offset = new VectorOffset(model, dimensions, CommitId.parse(commit));
    return offset.commitData().equals(data) ? offset : null;
  }
}
