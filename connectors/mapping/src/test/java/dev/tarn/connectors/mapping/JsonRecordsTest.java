package dev.tarn.connectors.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.error.ErrorCode;
import dev.tarn.testkit.ingest.BytesInput;
import dev.tarn.testkit.ingest.ImportRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonRecordsTest {
  private final ImportRecord report = new ImportRecord();

  private List<String> read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> read(byte[] bytes) throws IOException {
    List<String> records = new ArrayList<>();
    JsonRecords.read(
        new BytesInput("in", bytes),
        0,
        report,
        (position, record) -> records.add(position.line() + record.toString()));
    return records;
  }

  @Test
  void linesArraysAndObjectsOneAfterTheOtherAreRead() throws IOException {
    assertThat(read("{\"a\":1}\n\n{\"a\":2}")).containsExactly("1{\"a\":1}", "3{\"a\":2}");
    assertThat(read("\uFEFF [{\"a\":1},\n{\"a\":2}]")).containsExactly("1{\"a\":1}", "2{\"a\":2}");
    assertThat(read("{\n \"a\":\n 1\n}\n{\"a\":2} {\"a\":3}"))
        .containsExactly("1{\"a\":1}", "5{\"a\":2}", "5{\"a\":3}");
    assertThat(read("")).isEmpty();
    assertThat(report.rejections()).isEmpty();
  }

  @Test
  void aMalformedLineIsReportedAndTheNextIsRead() throws IOException {
    assertThat(read("{\"a\":1}\n{\"a\"\n{\"a\":\"}\n[]\n{\"a\":2}"))
        .containsExactly("1{\"a\":1}", "5{\"a\":2}");
    assertThat(report.rejections())
        .extracting(one -> one.position().line() + " " + one.code().code())
        .containsExactly("2 malformed-json", "3 malformed-json", "4 invalid-value");
  }

  @Test
  void whatFollowsAMalformedElementIsReportedOnce() throws IOException {
    assertThat(read("[{\"a\":1}, 7, {\"a\":}, {\"a\":2}]")).containsExactly("1{\"a\":1}");
    assertThat(report.rejections())
        .extracting(one -> one.position().line() + " " + one.code().code())
        .containsExactly("2 invalid-value", "3 malformed-json");
  }

  @Test
  void textThatIsNotUtf8IsNamedAsSuch() throws IOException {
    byte[] bytes = "{\"a\":\"xx\"}\n{\"a\":2}".getBytes(StandardCharsets.UTF_8);
    bytes[6] = (byte) 0xFF;
    assertThat(read(bytes)).containsExactly("2{\"a\":2}");
    assertThat(report.rejections())
        .extracting(ImportRecord.Rejection::code)
        .containsExactly(ErrorCode.INVALID_UTF8);
  }

  @Test
  void nestingIsBounded() throws IOException {
    assertThat(read("{\"a\":" + "[".repeat(600) + "]".repeat(600) + "}\n{\"a\":2}"))
        .containsExactly("2{\"a\":2}");
    assertThat(report.rejections()).hasSize(1);
  }
}
