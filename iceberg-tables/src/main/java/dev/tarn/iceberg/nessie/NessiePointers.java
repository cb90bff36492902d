package dev.tarn.iceberg.nessie;

import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.projectnessie.client.api.GetEntriesBuilder;
import org.projectnessie.client.api.NessieApiV2;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.model.Content;
import org.projectnessie.model.ContentKey;
import org.projectnessie.model.Detached;
import org.projectnessie.model.DiffResponse;
import org.projectnessie.model.EntriesResponse.Entry;

/**
 * What names stand for at a commit. Nessie answers for every commit that it has, of whatever branch
 * or tenant: the caller has the hash from a branch of its own. Thread safe.
 */
public final class NessiePointers {
  /** A request stays within a megabyte. */
  private static final int MAX_NAMES_PER_REQUEST = 1_000;

  /** A page of entries stays within some megabytes. */
  private static final int ENTRIES_PER_PAGE = 5_000;

  private final NessieApiV2 api;

  NessiePointers(NessieApiV2 api) {
    this.api = api;
  }

  /** Returns what names stand for; without those that stand for nothing. */
  public Map<TableName, StoredPointer> find(String hash, Collection<TableName> names)
      throws IOException {
    Map<TableName, StoredPointer> found = new HashMap<>();
    List<TableName> all = List.copyOf(names);
    for (int from = 0; from < all.size(); from += MAX_NAMES_PER_REQUEST) {
      find(hash, all.subList(from, Math.min(all.size(), from + MAX_NAMES_PER_REQUEST)), found);
    }
    return found;
  }

  private void find(String hash, List<TableName> names, Map<TableName, StoredPointer> found)
      throws IOException {
    // Detached: with a branch's name, Nessie would look for the hash in the branch's history.
    var request = api.getContent().refName(Detached.REF_NAME).hashOnRef(hash);
    names.forEach(name -> request.key(PointerContents.key(name)));
    try {
      for (var content : request.getWithResponse().getContents()) {
        PointerContents.pointer(content.getContent())
            .ifPresent(
                pointer -> found.put(new TableName(content.getKey().getElements()), pointer));
      }
    } catch (NessieNotFoundException e) {
      throw new IOException("Nessie has no commit " + hash, e);
    } catch (RuntimeException e) {
      throw NessieReferences.unavailable(e);
    }
  }

  /**
   * Hands over everything that is directly in a namespace, in no order. Nessie walks all that is
   * anywhere in it for that.
   *
   * @param namespace null for the outermost names
   */
  public void list(String hash, @Nullable TableName namespace, Consumer<PointerEntry> consumer)
      throws IOException {
    int levels = namespace == null ? 0 : namespace.levels().size();
    entries(
        request(hash, namespace),
        entry -> {
          ContentKey key = entry.getName();
          if (key.getElementCount() == levels + 1) {
            PointerContents.name(key)
                .ifPresent(
                    name ->
                        PointerContents.kind(entry.getType())
                            .ifPresent(kind -> consumer.accept(new PointerEntry(name, kind))));
          }
        });
  }

  /** Hands over all names with their pointers, in no order. */
  public void all(String hash, BiConsumer<TableName, StoredPointer> consumer) throws IOException {
    entries(
        request(hash, null).withContent(true),
        entry ->
            PointerContents.name(entry.getName())
                .ifPresent(
                    name ->
                        PointerContents.pointer(entry.getContent())
                            .ifPresent(pointer -> consumer.accept(name, pointer))));
  }

  /** Returns the names that stand for something else at another commit. */
  public List<PointerDiff> diff(String fromHash, String toHash) throws IOException {
    var request =
        api.getDiff()
            .fromRefName(Detached.REF_NAME)
            .fromHashOnRef(fromHash)
            .toRefName(Detached.REF_NAME)
            .toHashOnRef(toHash)
            .maxRecords(ENTRIES_PER_PAGE);
    List<PointerDiff> found = new ArrayList<>();
    try (Stream<DiffResponse.DiffEntry> entries = request.stream()) {
      entries.forEach(entry -> add(entry, found));
    } catch (NessieNotFoundException e) {
      throw new IOException("Nessie does not have both commits", e);
    } catch (RuntimeException e) {
      throw NessieReferences.unavailable(e);
    }
    return found;
  }

  private static void add(DiffResponse.DiffEntry entry, List<PointerDiff> found) {
    Optional<TableName> name = PointerContents.name(entry.getKey());
    Pointer before = pointer(entry.getFrom());
    Pointer after = pointer(entry.getTo());
    if (name.isPresent() && !name.get().isReserved() && !Objects.equals(before, after)) {
      found.add(new PointerDiff(name.get(), before, after));
    }
  }

  private static @Nullable Pointer pointer(@Nullable Content content) {
    return content == null
        ? null
        : PointerContents.pointer(content).map(StoredPointer::pointer).orElse(null);
  }

  private GetEntriesBuilder request(String hash, @Nullable TableName prefix) {
    var request =
        api.getEntries().refName(Detached.REF_NAME).hashOnRef(hash).maxRecords(ENTRIES_PER_PAGE);
    return prefix == null ? request : request.prefixKey(PointerContents.key(prefix));
  }

  private static void entries(GetEntriesBuilder request, Consumer<Entry> consumer)
      throws IOException {
    try (Stream<Entry> entries = request.stream()) {
      entries.forEach(consumer);
    } catch (NessieNotFoundException e) {
      throw new IOException("Nessie does not have the commit", e);
    } catch (RuntimeException e) {
      throw NessieReferences.unavailable(e);
    }
  }
}
