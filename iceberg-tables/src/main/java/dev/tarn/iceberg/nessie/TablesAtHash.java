package dev.tarn.iceberg.nessie;

import java.util.Map;

/** The tables of the namespace at a commit, by name. */
public record TablesAtHash(String hash, Map<String, TableContent> tables) {
  public TablesAtHash {
    tables = Map.copyOf(tables);
  }
}
