package dev.tarn.rest.iceberg;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.rest.credentials.Credential;

/** What clients are given to reach the files of tables with. Thread safe. */
public interface StorageAccess {
  /** Clients have what they need of their own. */
  StorageAccess NONE =
      new StorageAccess() {
        @Override
        public Map<String, String> clientProperties(String location) {
          return Map.of();
        }

        @Override
        public List<Credential> toRead(List<String> places) {
          return List.of();
        }

        @Override
        public List<Credential> toWrite(List<String> places) {
          return List.of();
        }
      };

  /**
   * Returns what clients are told at once: where the storage of a location is, and nothing secret.
   */
  Map<String, String> clientProperties(String location);

  /**
   * Returns credentials to read what is in some places, and nothing else; none for places that
   * there are none for.
   *
   * @throws org.apache.iceberg.exceptions.ServiceUnavailableException if whoever makes them does
   *     not
   */
  List<Credential> toRead(List<String> places);

  /** As {@link #toRead}, to write and delete, too. */
  List<Credential> toWrite(List<String> places);
}
