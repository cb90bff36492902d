package dev.tarn.engines;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine that is connected to Tarn's catalog. */
interface SqlEngine {
  /** The engine's catalog of the branch {@code main}. */
  String CATALOG = "tarn";

  /**
   * Returns the rows of a statement, values as text.
   *
   * @throws EngineException if the engine refuses it
   */
  List<List<@Nullable String>> rows(String statement);

  /** Does what has no rows that matter. */
  default void run(String statement) {
    var unused = rows(statement);
  }

  /** Gives the engine a catalog of another warehouse. */
  void connect(String catalog, String warehouse);
}
