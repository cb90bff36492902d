package dev.tarn.cloud;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.rest.credentials.Credential;

/**
 * Keys of several storages, each of the role of the storage that a place is in: the folder that it
 * is below says in which. Thread safe.
 */
public final class VendingByFolder implements AutoCloseable {
  private final Folders<Optional<S3Vending>> folders;
  private final Optional<S3Vending> others;
  private final List<S3Vending> all;

  /**
   * @param storages by folder; empty for those that nobody gets keys of
   * @param others of what is in none of the folders
   */
  public VendingByFolder(Map<String, Optional<S3Vending>> storages, Optional<S3Vending> others) {
    this.folders = new Folders<>(storages);
    this.others = others;
    this.all =
        Stream.concat(storages.values().stream(), Stream.of(others))
            .flatMap(Optional::stream)
            .toList();
  }

  /**
   * Returns keys for what is in some places, as {@link S3Vending#vend} does.
   *
   * @throws org.apache.iceberg.exceptions.ServiceUnavailableException if STS gives none
   */
  public List<Credential> vend(Collection<String> locations, FileAccess access) {
    Map<S3Vending, List<String>> byStorage = new LinkedHashMap<>();
    for (String location : locations) {
      folders
          .of(location)
          .orElse(others)
          .ifPresent(
              storage ->
                  byStorage.computeIfAbsent(storage, any -> new ArrayList<>()).add(location));
    }
    List<Credential> keys = new ArrayList<>();
    byStorage.forEach((storage, places) -> keys.addAll(storage.vend(places, access)));
    return keys;
  }

  @Override
  public void close() {
    all.forEach(S3Vending::close);
  }
}
