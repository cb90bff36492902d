package dev.tarn.lucene;

import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.testkit.StateIndexContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LuceneStateIndexTest extends StateIndexContract {
  @TempDir Path root;

  @Override
  protected StateIndexes openIndexes() {
    return new LuceneStateIndexes(root, LuceneIndexSettings.defaults());
  }
}
