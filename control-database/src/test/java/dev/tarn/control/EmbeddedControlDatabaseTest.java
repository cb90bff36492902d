package dev.tarn.control;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedControlDatabaseTest extends ControlDatabaseContract {
  @TempDir Path folder;

  @Override
  ControlSettings settings() {
    return ControlSettings.embedded(folder.resolve("with space"));
  }
}
