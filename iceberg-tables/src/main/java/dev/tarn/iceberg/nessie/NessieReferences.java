package dev.tarn.iceberg.nessie;

import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.projectnessie.client.NessieClientBuilder;
import org.projectnessie.client.api.NessieApiV2;
import org.projectnessie.client.http.HttpClientException;
import org.projectnessie.client.rest.NessieNotAuthorizedException;
import org.projectnessie.client.rest.NessieServiceException;
import org.projectnessie.error.NessieBadRequestException;
import org.projectnessie.error.NessieConflictException;
import org.projectnessie.error.NessieForbiddenException;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.error.NessieReferenceAlreadyExistsException;
import org.projectnessie.model.Branch;
import org.projectnessie.model.CommitMeta;
import org.projectnessie.model.CommitResponse;
import org.projectnessie.model.ContentKey;
import org.projectnessie.model.GetMultipleContentsResponse;
import org.projectnessie.model.IcebergTable;
import org.projectnessie.model.Namespace;
import org.projectnessie.model.Operation;
import org.projectnessie.model.Reference;
import org.projectnessie.model.Tag;

/**
 * What Tarn asks of Nessie. Tarn's own tables are in the namespace {@code tarn}, all other names
 * are the users'. Thread safe.
 *
 * <p>A commit is a compare-and-set on each table that it puts, not on the branch: Nessie rebases
 * over commits that touched other tables only. Whoever wants the branch as a whole to be unmoved
 * puts a table that every commit changes.
 */
public final class NessieReferences implements AutoCloseable {
  /** The namespace of Tarn's own tables. */
  public static final String NAMESPACE = TableName.RESERVED;

  private final NessieApiV2 api;

  public NessieReferences(NessieApiV2 api) {
    this.api = api;
  }

  /**
   * Connects to a server.
   *
   * @param uri with the path of the API, {@code http://host:port/api/v2}
   * @param timeout for connecting, and for an answer; after it, the outcome of a commit is unknown
   */
  public static NessieReferences connect(URI uri, Duration timeout) {
    int millis = Math.toIntExact(timeout.toMillis());
    return new NessieReferences(
        NessieClientBuilder.createClientBuilder(null, null)
            .withUri(uri)
            .withReadTimeout(millis)
            .withConnectionTimeout(millis)
            .withDisableCompression(true)
            .withApiCompatibilityCheck(false)
            .build(NessieApiV2.class));
  }

  /** Returns the hash that a branch or tag points to; empty if there is none of that name. */
  public Optional<String> hash(String reference) throws IOException {
    try {
      return Optional.ofNullable(api.getReference().refName(reference).get().getHash());
    } catch (NessieNotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  /** Returns the hash that a tag points to; empty if there is no tag of that name. */
  public Optional<String> tagHash(String tag) throws IOException {
    try {
      Reference reference = api.getReference().refName(tag).get();
      return reference instanceof Tag ? Optional.ofNullable(reference.getHash()) : Optional.empty();
    } catch (NessieNotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  /** Returns the names of all branches and tags. */
  public List<String> names() throws IOException {
    try (Stream<Reference> all = api.getAllReferences().stream()) {
      return all.map(Reference::getName).toList();
    } catch (NessieNotFoundException e) {
      throw new IOException("Nessie cannot list its references", e);
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  /** Returns all branches, by name, and the hashes they point to. */
  public Map<String, String> branches() throws IOException {
    Map<String, String> hashes = new HashMap<>();
    try (Stream<Reference> all = api.getAllReferences().stream()) {
      all.filter(Branch.class::isInstance)
          .forEach(
              branch -> hashes.put(branch.getName(), Objects.requireNonNull(branch.getHash())));
      return hashes;
    } catch (NessieNotFoundException e) {
      throw new IOException("Nessie cannot list its references", e);
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  /** Returns the hash of a history without commits. */
  public String emptyHash() throws IOException {
    try {
      String hash = api.getConfig().getNoAncestorHash();
      if (hash == null) {
        throw new IOException("Nessie names no hash of the empty history");
      }
      return hash;
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  /**
   * Creates a branch.
   *
   * @param source a reference from which {@code hash} is reachable; null for the empty history
   * @return false if a branch or tag of that name exists
   */
  public boolean createBranch(String name, @Nullable String source, String hash)
      throws IOException {
    return create(Branch.of(name, hash), source);
  }

  /** Creates a tag, as {@link #createBranch} does a branch. */
  public boolean createTag(String name, @Nullable String source, String hash) throws IOException {
    return create(Tag.of(name, hash), source);
  }

  /** Returns what deletes branches and tags. */
  public ReferenceRemoval removal() {
    return new ReferenceRemoval(api);
  }

  private boolean create(Reference reference, @Nullable String source) throws IOException {
    try {
      var request = api.createReference().reference(reference);
      if (source != null) {
        request.sourceRefName(source);
      }
      request.create();
      return true;
    } catch (NessieReferenceAlreadyExistsException e) {
      return false;
    } catch (NessieNotFoundException | NessieConflictException e) {
      throw new IOException("cannot create " + reference.getName(), e);
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  /**
   * Moves a branch to another commit of its history.
   *
   * @return false if the branch was not at {@code expectedHash}
   */
  public boolean assignBranch(String name, String expectedHash, String hash) throws IOException {
    try {
      api.assignReference()
          .reference(Branch.of(name, expectedHash))
          .assignTo(Branch.of(name, hash))
          .assign();
      return true;
    } catch (NessieConflictException e) {
      return false;
    } catch (NessieNotFoundException e) {
      throw new IOException("cannot move " + name, e);
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  /**
   * Returns tables of a reference.
   *
   * @param hash a commit of the reference; null for its head
   * @return empty if there is no such reference, or the hash is not on it
   */
  public Optional<TablesAtHash> tables(
      String reference, @Nullable String hash, Collection<String> names) throws IOException {
    try {
      var request = api.getContent().refName(reference);
      if (hash != null) {
        request.hashOnRef(hash);
      }
      names.forEach(name -> request.key(key(name)));
      GetMultipleContentsResponse response = request.getWithResponse();
      Map<String, TableContent> tables = new HashMap<>();
      for (var content : response.getContents()) {
        if (content.getContent() instanceof IcebergTable table) {
          tables.put(content.getKey().getName(), tableContent(table));
        }
      }
      Reference effective = response.getEffectiveReference();
      String effectiveHash = effective == null ? null : effective.getHash();
      if (effectiveHash == null) {
        throw new IOException("Nessie names no hash of " + reference);
      }
      return Optional.of(new TablesAtHash(effectiveHash, tables));
    } catch (NessieNotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  private static TableContent tableContent(IcebergTable table) {
    return new TableContent(
        table.getId(),
        table.getMetadataLocation(),
        table.getSnapshotId(),
        table.getSchemaId(),
        table.getSpecId(),
        table.getSortOrderId());
  }

  /** Returns what reads the history of references. */
  public NessieHistory history() {
    return new NessieHistory(api);
  }

  /** Returns what reads the users' names. */
  public NessiePointers pointers() {
    return new NessiePointers(api);
  }

  /**
   * Commits tables to a branch, atomically.
   *
   * @param expectedHash a commit of the branch: none of {@code tables} may have changed since
   * @param properties of the commit
   */
  public CommitAnswer commit(
      String branch,
      String expectedHash,
      String message,
      Map<String, String> properties,
      Map<String, TableContent> tables) {
    return commit(branch, expectedHash, message, properties, tables, List.of());
  }

  /**
   * Commits Tarn's tables and the users' names to a branch, atomically.
   *
   * @param pointers each name once; none may have changed since {@code expectedHash}
   */
  public CommitAnswer commit(
      String branch,
      String expectedHash,
      String message,
      Map<String, String> properties,
      Map<String, TableContent> tables,
      List<PointerOperation> pointers) {
    List<Operation> operations = puts(tables);
    pointers.forEach(pointer -> operations.add(PointerContents.operation(pointer)));
    return send(branch, expectedHash, message, properties, operations);
  }

  /** Commits the namespace and its first tables to a branch that has neither. */
  public CommitAnswer commitFirst(
      String branch,
      String expectedHash,
      String message,
      Map<String, String> properties,
      Map<String, TableContent> tables) {
    List<Operation> operations = puts(tables);
    operations.addFirst(Operation.Put.of(ContentKey.of(NAMESPACE), Namespace.of(NAMESPACE)));
    return send(branch, expectedHash, message, properties, operations);
  }

  private static List<Operation> puts(Map<String, TableContent> tables) {
    List<Operation> operations = new ArrayList<>();
    tables.forEach(
        (name, table) -> operations.add(Operation.Put.of(key(name), icebergTable(table))));
    return operations;
  }

  private CommitAnswer send(
      String branch,
      String expectedHash,
      String message,
      Map<String, String> properties,
      List<Operation> operations) {
    try {
      CommitResponse response =
          api.commitMultipleOperations()
              .branchName(branch)
              .hash(expectedHash)
              .commitMeta(
                  CommitMeta.builder().message(message).putAllProperties(properties).build())
              .operations(operations)
              .commitWithResponse();
      Map<TableName, String> ids = new HashMap<>();
      // null when the commit created nothing, against the model's annotation
      List<CommitResponse.AddedContent> added = response.getAddedContents();
      if (added != null) {
        added.forEach(
            content -> ids.put(new TableName(content.getKey().getElements()), content.contentId()));
      }
      String hash = response.getTargetBranch().getHash();
      return hash == null
          ? new CommitAnswer.Unknown(new IOException("Nessie names no hash of the commit"))
          : new CommitAnswer.Committed(hash, ids);
    } catch (NessieConflictException e) {
      return new CommitAnswer.Conflict();
    } catch (NessieNotFoundException
        | NessieBadRequestException
        | NessieForbiddenException
        | NessieNotAuthorizedException e) {
      return new CommitAnswer.Refused(e);
    } catch (HttpClientException | NessieServiceException e) {
      return neverSent(e) ? new CommitAnswer.Refused(e) : new CommitAnswer.Unknown(e);
    }
  }

  private static boolean neverSent(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static IcebergTable icebergTable(TableContent table) {
    IcebergTable content =
        IcebergTable.of(
            table.metadataLocation(),
            table.snapshotId(),
            table.schemaId(),
            table.specId(),
            table.sortOrderId());
    return table.contentId() == null ? content : content.withId(table.contentId());
  }

  private static ContentKey key(String table) {
    return ContentKey.of(NAMESPACE, table);
  }

  /** Nessie's client throws many runtime exceptions; to a reader they all are a store's fault. */
  static IOException unavailable(RuntimeException failure) {
    return new IOException("Nessie does not answer", failure);
  }

  @Override
  public void close() {
    api.close();
  }
}
