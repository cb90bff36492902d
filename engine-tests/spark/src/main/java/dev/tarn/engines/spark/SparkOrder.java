package dev.tarn.engines.spark;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What the session is told to do. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(SparkOrder.Sql.class),
  @JsonSubTypes.Type(SparkOrder.AtOnce.class),
  @JsonSubTypes.Type(SparkOrder.Stream.class)
})
public sealed interface SparkOrder {
  /** One statement; its rows are the answer. */
  record Sql(String statement) implements SparkOrder {}

  /** Statements in order, in as many threads as there are lists, which begin together. */
  record AtOnce(List<List<String>> threads) implements SparkOrder {}

  /**
   * Appends to a table what is new in a folder of JSON files, each file in a commit of its own, and
   * ends.
   *
   * @param schema of the files, as SQL
   * @param checkpoint the folder that says what was read before
   */
  record Stream(String folder, String schema, String checkpoint, String table)
      implements SparkOrder {}
}
