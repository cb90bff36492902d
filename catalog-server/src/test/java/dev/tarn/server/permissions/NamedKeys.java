package dev.tarn.server.permissions;

import dev.tarn.rest.iceberg.StorageAccess;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.credentials.ImmutableCredential;

/** Gives out keys to files that open nothing, and say what they would be for. */
final class NamedKeys implements StorageAccess {
  static final String USE = "use";
  static final String READING = "to read";
  static final String WRITING = "to write";

  @Override
  public Map<String, String> clientProperties(String location) {
    return Map.of();
  }

  @Override
  public List<Credential> toRead(List<String> places) {
    return keys(places, READING);
  }

  @Override
  public List<Credential> toWrite(List<String> places) {
    return keys(places, WRITING);
  }

  private static List<Credential> keys(List<String> places, String use) {
    return places.stream()
        .<Credential>map(
            place -> ImmutableCredential.builder().prefix(place).putConfig(USE, use).build())
        .toList();
  }
}
