package dev.tarn.iceberg.nessie;

import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.projectnessie.client.api.NessieApiV2;
import org.projectnessie.client.http.HttpClientException;
import org.projectnessie.client.rest.NessieServiceException;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.model.CommitMeta;
import org.projectnessie.model.Content;
import org.projectnessie.model.Detached;
import org.projectnessie.model.FetchOption;
import org.projectnessie.model.IcebergTable;
import org.projectnessie.model.IcebergView;
import org.projectnessie.model.LogResponse.LogEntry;
import org.projectnessie.model.Operation;

/** The commits that lead to a commit, newest first. Thread safe. */
public final class NessieHistory {
  /** A page of the log stays within some hundred kilobytes. */
  private static final int PAGE_COMMITS = 500;

  private final NessieApiV2 api;

  NessieHistory(NessieApiV2 api) {
    this.api = api;
  }

  /**
   * Hands a reference's commits, newest first, to a consumer for as long as it wants more.
   *
   * @param fromHash where to begin; null for the head
   * @param consumer answers whether it wants the next one
   * @return false if there is no such reference, or the hash is not on it
   */
  public boolean log(String reference, @Nullable String fromHash, Predicate<CommitRecord> consumer)
      throws IOException {
    var request = api.getCommitLog().refName(reference).maxRecords(PAGE_COMMITS);
    if (fromHash != null) {
      request.hashOnRef(fromHash);
    }
    try (var entries = request.stream()) {
      var unused = entries.map(entry -> record(entry.getCommitMeta())).allMatch(consumer);
      return true;
    } catch (NessieNotFoundException e) {
      return false;
    } catch (RuntimeException e) {
      throw NessieReferences.unavailable(e);
    }
  }

  /**
   * Hands over a commit and those before it, as {@link #log} does, of whatever reference, be it
   * deleted.
   *
   * @return false if Nessie has no such commit
   */
  public boolean logOf(String hash, Predicate<CommitRecord> consumer) throws IOException {
    return log(Detached.REF_NAME, hash, consumer);
  }

  private static CommitRecord record(CommitMeta meta) {
    String hash = meta.getHash();
    return new CommitRecord(hash == null ? "" : hash, meta.getProperties());
  }

  /**
   * The metadata files that a commit made tables and views stand for.
   *
   * @param own those of Tarn's own tables
   * @param tables those of users' tables
   * @param views those of users' views
   */
  public record Puts(String hash, List<String> own, List<String> tables, List<String> views) {
    public Puts {
      own = List.copyOf(own);
      tables = List.copyOf(tables);
      views = List.copyOf(views);
    }
  }

  /** Takes what commits put. */
  @FunctionalInterface
  public interface PutsConsumer {
    /** Returns whether the commit before is wanted, too. */
    boolean accept(Puts puts) throws IOException;
  }

  /**
   * Hands over what a commit and those before it put, newest first, for as long as more is wanted.
   *
   * @param hash of a commit, of a reference that is there or of one of before
   * @return false if Nessie has no such commit
   */
  public boolean puts(String hash, PutsConsumer consumer) throws IOException {
    try (Stream<LogEntry> entries =
        api
            .getCommitLog()
            .refName(Detached.REF_NAME)
            .hashOnRef(hash)
            .fetch(FetchOption.ALL)
            .maxRecords(PAGE_COMMITS)
            .stream()) {
      Iterator<LogEntry> all = entries.iterator();
      while (hasNext(all)) {
        if (!consumer.accept(puts(all.next()))) {
          break;
        }
      }
      return true;
    } catch (NessieNotFoundException e) {
      return false;
    } catch (NessieServiceException | HttpClientException e) {
      throw NessieReferences.unavailable(e);
    }
  }

  /** Asks for the next page where there is one. */
  private static boolean hasNext(Iterator<LogEntry> entries) throws IOException {
    try {
      return entries.hasNext();
    } catch (RuntimeException e) {
      throw NessieReferences.unavailable(e);
    }
  }

  private static Puts puts(LogEntry entry) {
    List<String> own = new ArrayList<>();
    List<String> tables = new ArrayList<>();
    List<String> views = new ArrayList<>();
    // null where a commit has none, against the model's annotation
    List<Operation> operations = entry.getOperations();
    for (Operation operation : operations == null ? List.<Operation>of() : operations) {
      if (operation instanceof Operation.Put put) {
        Content content = put.getContent();
        boolean isOwn = put.getKey().getElements().getFirst().equals(TableName.RESERVED);
        if (content instanceof IcebergTable table) {
          (isOwn ? own : tables).add(table.getMetadataLocation());
        } else if (content instanceof IcebergView view) {
          views.add(view.getMetadataLocation());
        }
      }
    }
    return new Puts(record(entry.getCommitMeta()).hash(), own, tables, views);
  }
}
