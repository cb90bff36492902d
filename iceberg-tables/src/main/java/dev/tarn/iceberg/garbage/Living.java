package dev.tarn.iceberg.garbage;

import java.util.List;

/**
 * What branches and tags there are.
 *
 * @param heads the newest commit of each
 * @param metadata files that are needed to restore them
 */
public record Living(List<String> heads, List<String> metadata) {
  public Living {
    heads = List.copyOf(heads);
    metadata = List.copyOf(metadata);
  }
}
