package dev.tarn.connectors.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.json.ChangeJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleFileTest {
  @TempDir Path folder;

  @Test
  void writesTheCompanyOneChangePerLine() throws IOException {
    Path file = folder.resolve("company.ndjson");
    long lines = SampleFile.run(new String[] {"company", file.toString(), "9"});
    assertThat(Files.readAllLines(file))
        .hasSize((int) lines)
        .map(ChangeJson::read)
        .isEqualTo(SampleCompany.changes(9).toList());
  }

  @Test
  void writesACatalogOfTheSizeAskedFor() throws IOException {
    Path file = folder.resolve("scale.ndjson");
    SampleFile.run(new String[] {"scale", file.toString(), "500", "3"});
    assertThat(Files.readAllLines(file))
        .map(ChangeJson::read)
        .isEqualTo(StreamSupport.stream(new ScaleGenerator(3, 500).spliterator(), false).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "company", "scale file", "other file", "scale file many"})
  void refusesWhatItDoesNotKnow(String arguments) {
    assertThatThrownBy(() -> SampleFile.run(arguments.split(" ")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
