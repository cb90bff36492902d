package dev.tarn.iceberg.log;

import java.io.IOException;

/**
 * A commit whose tables are not there, or whose metadata cannot be read: after a loss of power, a
 * commit can be in Nessie while files that it names were not yet on disk.
 */
final class UnreadableTablesException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableTablesException(String message) {
    super(message);
  }

  UnreadableTablesException(String message, Throwable cause) {
    super(message, cause);
  }
}
