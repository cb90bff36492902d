package dev.tarn.server.crash;

import java.util.Optional;

/** One change that a writer was told is durable; as a line of a child's output. */
record Ack(String requestId, int ordinal, String key, long version, long seq) {
  private static final String MARK = "ack";

  static Optional<Ack> parse(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 6 || !parts[0].equals(MARK)) {
      return Optional.empty();
    }
    return Optional.of(
        new Ack(
            parts[1],
            Integer.parseInt(parts[2]),
            parts[3],
            Long.parseLong(parts[4]),
            Long.parseLong(parts[5])));
  }

  @Override
  public String toString() {
    return String.join(
        " ",
        MARK,
        requestId,
        Integer.toString(ordinal),
        key,
        Long.toString(version),
        Long.toString(seq));
  }
}
