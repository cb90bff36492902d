package dev.tarn.lucene;

import dev.tarn.core.search.EmbeddingModel;
import dev.tarn.lucene.vector.BranchVectors;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.util.IOUtils;

/**
 * Begins a branch's vectors with those of another branch of the tenant: texts are the same wherever
 * they are, and what is not needed is removed in time.
 */
final class VectorFork {
  /** The folder of a branch's vectors, beside the generations of its index. */
  static final String FOLDER = "vectors";

  /** The same while it is not complete. */
  private static final String BEGUN = "vectors.new";

  private VectorFork() {}

  /**
   * Links the vectors of the branch that has most of them; does nothing if no other has any.
   *
   * @param branch has no vectors
   * @param opened the vectors that are open, by the branches' folders
   * @throws IOException if they were replaced by another process meanwhile
   */
  static void begin(
      Path branch, Map<Path, BranchVectors> opened, EmbeddingModel model, HardLinks links)
      throws IOException {
    Optional<Path> donor = donor(branch);
    if (donor.isEmpty()) {
      return;
    }
    Path begun = branch.resolve(BEGUN);
    IOUtils.rm(begun);
    Files.createDirectories(begun);
    BranchVectors open = opened.get(donor.get());
    if (open == null) {
      BranchVectors.link(donor.get().resolve(FOLDER), begun, links::link);
    } else {
      open.link(begun, links::link);
    }
    BranchVectors.forgetOffset(begun, model);
    Files.move(begun, branch.resolve(FOLDER), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Optional<Path> donor(Path branch) throws IOException {
    Path found = null;
    long most = 0;
    try (DirectoryStream<Path> branches =
        Files.newDirectoryStream(branch.toAbsolutePath().getParent())) {
      for (Path other : branches) {
        long bytes = bytes(other.resolve(FOLDER));
        if (bytes > most) {
          found = other;
          most = bytes;
        }
      }
    }
    return Optional.ofNullable(found);
  }

  private static long bytes(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
