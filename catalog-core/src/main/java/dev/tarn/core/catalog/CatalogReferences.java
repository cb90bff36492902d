package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of branches and tags: made, described, renamed, deleted, expired. Asks the policy, as
 * {@link Catalog} does. A branch that is deleted or renamed is closed before: what is queued is
 * committed, and requests that come meanwhile wait for what it is then.
 */
public final class CatalogReferences {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogReferences.class);

  /** Of those that are in the way of a deletion. */
  private static final int MAX_LISTED_TAGS = 10;

  private final Catalog catalog;
  private final OpenBranches open;
  private final CatalogStore store;
  private final StateIndexes indexes;
  private final KeptBranchRules rules;

  CatalogReferences(
      Catalog catalog,
      OpenBranches open,
      CatalogStore store,
      StateIndexes indexes,
      KeptBranchRules rules) {
    this.rules = rules;
    this.catalog = catalog;
    this.open = open;
    this.store = store;
    this.indexes = indexes;
  }

  /** Returns the branches or the tags of a tenant, by name. */
  public List<Reference> list(Principal principal, TenantId tenant, ReferenceKind kind)
      throws IOException {
    catalog.check(principal, new Scope(tenant, BranchName.MAIN), Action.READ_STATUS);
    return store.references(tenant).stream().filter(reference -> reference.kind() == kind).toList();
  }

  /**
   * Returns a branch or tag.
   *
   * @throws CatalogException {@code branch-not-found} if there is none of this kind
   */
  public Reference find(Principal principal, TenantId tenant, BranchName name, ReferenceKind kind)
      throws IOException {
    return list(principal, tenant, kind).stream()
        .filter(reference -> reference.name().equals(name))
        .findFirst()
        .orElseThrow(() -> notFound(name, kind));
  }

  private static CatalogException notFound(BranchName name, ReferenceKind kind) {
    String what = kind == ReferenceKind.BRANCH ? "branch" : "tag";
    return new CatalogException(ErrorCode.BRANCH_NOT_FOUND, "there is no " + what + " " + name);
  }

  private static void check(Reference reference, ReferenceKind kind) {
    if (reference.kind() != kind) {
      throw notFound(reference.name(), kind);
    }
  }

  /** Returns the time, as of which branches and tags are made and expire. */
  public Instant now() {
    return catalog.clock().instant();
  }

  /** Returns the details that a branch or tag begins with. */
  public ReferenceDetails newDetails(Principal principal) {
    return ReferenceDetails.madeBy(principal.actor(), now());
  }

  /**
   * Creates a branch at a point of another one.
   *
   * @throws CatalogException {@code branch-exists}, {@code commit-not-found}
   */
  public CommitId createBranch(
      Principal principal, Scope branch, BranchName from, PointInTime at, ReferenceDetails details)
      throws IOException {
    catalog.check(principal, branch, Action.MANAGE_BRANCHES);
    checkExpiry(details);
    rules.requireValid(ReferenceKind.BRANCH, details.rules());
    // Before the branch is there: so an index is kept that has nothing that the branch has not.
    Scope origin = new Scope(branch.tenant(), from);
    forIndex(origin, OpenBranch::keep);
    CommitId commit = store.createBranch(branch, from, at, details);
    forIndex(origin, source -> source.forkIndex(branch, commit));
    return commit;
  }

  /**
   * Creates a tag on a point of a branch.
   *
   * @param at for what is newest, the branch's own name as a tag: then the state tables are brought
   *     to the end of the log before
   * @throws CatalogException {@code branch-exists}, {@code commit-not-found}; {@code
   *     commit-not-reached} if the state tables cannot follow
   */
  public CommitId createTag(
      Principal principal, Scope branch, BranchName tag, PointInTime at, ReferenceDetails details)
      throws IOException {
    catalog.check(principal, branch, Action.MANAGE_BRANCHES);
    checkExpiry(details);
    rules.requireValid(ReferenceKind.TAG, details.rules());
    CommitId commit = store.createTag(branch, tag, level(branch, at), details);
    forIndex(branch, source -> source.keepTag(tag, commit));
    return commit;
  }

  private void checkDetails(
      Scope reference, ReferenceKind kind, ReferenceDetails known, ReferenceDetails changed) {
    if (!changed.rules().equals(known.rules())) {
      rules.requireValid(kind, changed.rules());
    }
    if (changed.expiresAt() != null && !changed.expiresAt().equals(known.expiresAt())) {
      checkExpiry(changed);
    }
    if (reference.branch().equals(BranchName.MAIN)
        && (!changed.isProtected() || changed.expiresAt() != null)) {
      throw new CatalogException(
          ErrorCode.REFERENCE_PROTECTED, "a main branch is always protected");
    }
  }

  /** A tag of what is newest is on a commit whose tables are as far as its log, for SQL. */
  private PointInTime level(Scope branch, PointInTime at) throws IOException {
    return at.equals(new PointInTime.AtTag(branch.branch()))
        ? new PointInTime.AtCommit(open.branch(branch).store().level())
        : at;
  }

  private void checkExpiry(ReferenceDetails details) {
    Instant expiry = details.expiresAt();
    if (expiry != null && !expiry.isAfter(now())) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, "expiresAt", "the time is in the past");
    }
  }

  /**
   * Changes the details of a branch or tag.
   *
   * @throws CatalogException {@code branch-not-found}; {@code invalid-value} for a time to live
   *     that is over or rules of a tag, and {@code reference-protected} for a main branch that is
   *     to end
   */
  public Reference describe(
      Principal principal,
      Scope reference,
      ReferenceKind kind,
      UnaryOperator<ReferenceDetails> change)
      throws IOException {
    catalog.check(principal, reference, Action.MANAGE_BRANCHES);
    var unused = find(principal, reference.tenant(), reference.branch(), kind);
    Reference described =
        store.describe(
            reference.tenant(),
            reference.branch(),
            known -> {
              ReferenceDetails changed = change.apply(known);
              checkDetails(reference, kind, known, changed);
              return changed;
            });
    rules.forget(reference.tenant());
    return described;
  }

  /**
   * Gives a branch or tag another name; its history and its tables stay.
   *
   * @throws CatalogException {@code branch-not-found}, {@code branch-exists}, {@code
   *     reference-protected}
   */
  public Reference rename(
      Principal principal, Scope reference, ReferenceKind kind, BranchName newName)
      throws IOException {
    TenantId tenant = reference.tenant();
    Scope renamed = new Scope(tenant, newName);
    catalog.check(principal, reference, Action.MANAGE_BRANCHES);
    catalog.check(principal, renamed, Action.MANAGE_BRANCHES);
    Reference known = find(principal, tenant, reference.branch(), kind);
    if (kind == ReferenceKind.TAG) {
      return store.rename(tenant, known.name(), newName);
    }
    checkUnprotected(known);
    open.whileClosed(
        reference,
        () -> {
          var unused = store.rename(tenant, known.name(), newName);
          rules.forget(tenant);
          takeOverIndex(renamed);
          removeIndex(reference);
        });
    return find(principal, tenant, newName, kind);
  }

  /** The index of a branch that is opened under a new name begins with the old one's files. */
  private void takeOverIndex(Scope renamed) throws IOException {
    var unused = open.branch(renamed);
  }

  private static void checkUnprotected(Reference reference) {
    if (reference.details().isProtected()) {
      throw new CatalogException(
          ErrorCode.REFERENCE_PROTECTED, reference.name() + " is protected; unprotect it first");
    }
  }

  /**
   * Deletes a branch or tag; what was made from it stays.
   *
   * @throws CatalogException {@code branch-not-found}, {@code reference-protected}, {@code
   *     reference-in-use} if tags are on the branch
   */
  public void delete(Principal principal, Scope reference, ReferenceKind kind) throws IOException {
    catalog.check(principal, reference, Action.MANAGE_BRANCHES);
    Reference known = find(principal, reference.tenant(), reference.branch(), kind);
    delete(reference.tenant(), known, found -> check(found, kind));
  }

  /**
   * Deletes a branch after the tags that are on it, one by one. What ends it half-way, such as a
   * tag that someone makes meanwhile, leaves the branch without the tags that were there.
   *
   * @throws CatalogException {@code branch-not-found}; {@code reference-protected} if the branch or
   *     one of the tags is, and then nothing is deleted
   */
  public void deleteWithTags(Principal principal, Scope branch) throws IOException {
    catalog.check(principal, branch, Action.MANAGE_BRANCHES);
    Reference known = find(principal, branch.tenant(), branch.branch(), ReferenceKind.BRANCH);
    checkUnprotected(known);
    List<Reference> tags = tagsOn(branch.tenant(), known.name());
    tags.forEach(CatalogReferences::checkUnprotected);
    for (Reference tag : tags) {
      store.delete(branch.tenant(), tag.name(), found -> check(found, ReferenceKind.TAG));
    }
    delete(branch.tenant(), known, found -> check(found, ReferenceKind.BRANCH));
  }

  private List<Reference> tagsOn(TenantId tenant, BranchName branch) throws IOException {
    return store.references(tenant).stream()
        .filter(other -> other.kind() == ReferenceKind.TAG && other.from().equals(branch))
        .toList();
  }

  private void delete(TenantId tenant, Reference known, Consumer<Reference> condition)
      throws IOException {
    if (known.kind() == ReferenceKind.TAG) {
      store.delete(tenant, known.name(), condition);
      return;
    }
    // What is sure to be refused closes nothing.
    checkUnprotected(known);
    List<Reference> tags = tagsOn(tenant, known.name());
    if (!tags.isEmpty()) {
      throw new CatalogException(ErrorCode.REFERENCE_IN_USE, inUse(known.name(), tags));
    }
    Scope branch = new Scope(tenant, known.name());
    open.whileClosed(
        branch,
        () -> {
          store.delete(tenant, known.name(), condition);
          removeIndex(branch);
        });
  }

  private static String inUse(BranchName branch, List<Reference> tags) {
    String names =
        tags.stream()
            .limit(MAX_LISTED_TAGS)
            .map(tag -> tag.name().value())
            .collect(Collectors.joining(", "));
    int more = tags.size() - MAX_LISTED_TAGS;
    return branch
        + " has tags on it, which go first: "
        + names
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** The index of a branch that is no more is of no use; one that stays is found out and begun. */
  private void removeIndex(Scope branch) {
    try {
      indexes.remove(branch);
    } catch (IOException e) {
      LOG.atWarn()
          .setMessage("The index of a branch that is gone could not be deleted")
          .addKeyValue("scope", branch)
          .setCause(e)
          .log();
    }
  }

  /** Deletes the branches and tags whose time is over, but none that is protected. */
  public void deleteExpired() throws IOException {
    Instant now = now();
    for (TenantId tenant : store.tenants()) {
      List<Reference> expired =
          store.references(tenant).stream()
              .filter(reference -> reference.details().isExpired(now))
              .toList();
      // The tags first: a branch that has one stays.
      deleteExpired(tenant, expired, ReferenceKind.TAG);
      deleteExpired(tenant, expired, ReferenceKind.BRANCH);
    }
  }

  private void deleteExpired(TenantId tenant, List<Reference> expired, ReferenceKind kind)
      throws IOException {
    for (Reference reference : expired) {
      if (reference.kind() == kind) {
        try {
          delete(tenant, reference, this::checkExpired);
          LOG.atInfo()
              .setMessage("A branch or tag has expired and is deleted")
              .addKeyValue("tenant", tenant)
              .addKeyValue("name", reference.name())
              .log();
        } catch (CatalogException e) {
          // It was given more time just now, or tags are on it.
          LOG.atDebug()
              .setMessage("A branch or tag that has expired stays")
              .addKeyValue("tenant", tenant)
              .addKeyValue("name", reference.name())
              .setCause(e)
              .log();
        }
      }
    }
  }

  private void checkExpired(Reference reference) {
    if (!reference.details().isExpired(now())) {
      throw new CatalogException(ErrorCode.REFERENCE_PROTECTED, "the reference has more time");
    }
  }

  /** Closes the branches that another process has deleted or renamed. */
  public void closeDeleted() throws IOException {
    catalog.tenantOperations().closeSuspended();
    catalog.quotas().countStorage();
    for (Scope scope : open.now().keySet()) {
      if (!scope.branch().equals(BranchName.MAIN)
          && !store.branches(scope.tenant()).contains(scope.branch())) {
        open.whileClosed(scope, () -> removeIndex(scope));
      }
    }
  }

  /** Something that makes later reads cheaper. */
  @FunctionalInterface
  interface IndexCall {
    void on(OpenBranch branch) throws IOException;
  }

  /** Does something for the index of a branch that is open; if it fails, later reads cost more. */
  void forIndex(Scope scope, IndexCall call) {
    try {
      var branch = open.ifOpen(scope);
      if (branch.isPresent()) {
        call.on(branch.get());
      }
    } catch (IOException | CatalogException e) {
      LOG.atWarn()
          .setMessage("The index could not be kept as it is now")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
    }
  }
}
