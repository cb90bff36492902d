package dev.tarn.core.catalog;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.privacy.ErasurePlan;
import dev.tarn.core.privacy.ErasureReport;
import dev.tarn.core.privacy.ErasureResult;
import dev.tarn.core.privacy.Finding;
import dev.tarn.core.privacy.NameReplacer;
import dev.tarn.core.privacy.PersonNames;
import dev.tarn.core.privacy.PersonQuery;
import dev.tarn.core.privacy.PersonRecords;
import dev.tarn.core.privacy.PersonReport;
import dev.tarn.core.privacy.PersonStore;
import dev.tarn.core.privacy.PrivacyProgress.Phase;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.tenant.TenantStatus;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a person everywhere. What was decided is kept until the end; to do it again after a
 * crash goes on with that.
 */
final class PersonReplacement {
  /** A word that is in more texts than this is perhaps not only a name. */
  private static final long MAX_UNCONFIRMED_TEXTS = 1_000;

  private static final int SECRET_BYTES = 32;
  private static final int PSEUDONYM_BYTES = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Catalog catalog;
  private final CatalogStore store;
  private final PersonStore persons;
  private final List<PersonRecords> records;
  private final Request request;
  private final PrivacyRun run;

  /**
   * What is asked for.
   *
   * @param as the pseudonym; null for a random one
   * @param isConfirmed whether words that are short, or in many texts, are meant
   */
  record Request(
      Principal by,
      TenantId tenant,
      PersonQuery query,
      ErasurePlan.Mode mode,
      @Nullable String as,
      boolean isConfirmed) {}

  PersonReplacement(
      Catalog catalog,
      CatalogStore store,
      PersonStore persons,
      List<PersonRecords> records,
      Request request,
      PrivacyRun run) {
    this.catalog = catalog;
    this.store = store;
    this.persons = persons;
    this.records = records;
    this.request = request;
    this.run = run;
  }

  ErasureReport run(Set<TenantId> family) throws IOException {
    ErasurePlan plan = plan(family);
    for (TenantId tenant : living(plan)) {
      run.reached(Phase.CLOSING, 0);
      catalog.tenantOperations().beginRewriting(tenant, plan.epoch());
    }
    // Until now the person may have got names that nobody knew of at the beginning.
    plan = plan.with(persons.names(family, request.query(), run));
    persons.keep(plan);
    persons.fence(living(plan), plan.epoch());
    ErasureResult files = persons.replace(plan, run);
    run.reached(Phase.CREDENTIALS, 0);
    NameReplacer replacer = plan.replacer();
    List<Finding> left = new ArrayList<>();
    records.forEach(each -> each.replace(family, replacer, files.redactions(), request.by()));
    records.forEach(each -> left.addAll(each.find(family, replacer)));
    run.reached(Phase.OPENING, 0);
    for (TenantId tenant : living(plan)) {
      catalog
          .tenantOperations()
          .endRewriting(tenant, plan.before().getOrDefault(tenant, TenantStatus.ACTIVE));
    }
    if (plan.mode() == ErasurePlan.Mode.ERASE) {
      deleteUsers(plan, replacer.newAssets());
    }
    persons.forget(plan);
    boolean isErased = plan.mode() == ErasurePlan.Mode.ERASE;
    return new ErasureReport(plan.mode(), isErased ? null : plan.pseudonym(), files, left);
  }

  /** Returns the tenants that are there; of others only files are left. */
  private static Set<TenantId> living(ErasurePlan plan) {
    Set<TenantId> living = plan.family();
    living.removeIf(tenant -> plan.before().get(tenant) == TenantStatus.DELETING);
    return living;
  }

  private ErasurePlan plan(Set<TenantId> family) throws IOException {
    Optional<ErasurePlan> unfinished = persons.unfinished(request.tenant());
    if (unfinished.isPresent()) {
      if (!unfinished.get().names().isSamePerson(PersonNames.of(request.query()))) {
        throw new CatalogException(
            ErrorCode.PRIVACY_BUSY,
            "the replacement of another person, run "
                + unfinished.get().id()
                + ", has not ended; ask for that one again");
      }
      return unfinished.get();
    }
    PersonNames names = persons.names(family, request.query(), run);
    if (!request.isConfirmed()) {
      checkWords(names, persons.find(family, names, run));
    }
    Map<TenantId, TenantStatus> before = new HashMap<>();
    long epoch = 0;
    for (TenantId tenant : family) {
      var details = store.tenantStore().tenant(tenant).details();
      before.put(tenant, details.status());
      epoch = Math.max(epoch, details.epoch());
    }
    ErasurePlan plan =
        new ErasurePlan(
            run.id(),
            request.tenant(),
            before,
            epoch + 1,
            request.mode(),
            names,
            pseudonym(family, names),
            random(SECRET_BYTES),
            request.by().actor(),
            catalog.clock().instant());
    persons.keep(plan);
    return plan;
  }

  private static void checkWords(PersonNames names, PersonReport report) {
    if (!names.shortWords().isEmpty()) {
      throw new CatalogException(
          ErrorCode.PERSON_AMBIGUOUS,
          "some of the words are so short that they name much else; look at what find reports, and"
              + " confirm");
    }
    long texts =
        report.findings().stream()
            .filter(finding -> finding.isReplaced() && isText(finding.place()))
            .mapToLong(Finding::count)
            .sum();
    if (texts > MAX_UNCONFIRMED_TEXTS) {
      throw new CatalogException(
          ErrorCode.PERSON_AMBIGUOUS,
          "the words are in "
              + texts
              + " texts; look at what find reports, and confirm that they mean the person");
    }
  }

  private static boolean isText(String place) {
    return place.endsWith("description")
        || place.endsWith("attributes")
        || place.endsWith("reason");
  }

  private String pseudonym(Set<TenantId> family, PersonNames names) throws IOException {
    String wanted = request.as();
    if (wanted == null) {
      return "person-" + random(PSEUDONYM_BYTES);
    }
    if (new NameReplacer(names, "", Map.of()).isIn(wanted)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, "as", "the pseudonym itself names the person");
    }
    if (!persons.names(family, new PersonQuery(wanted, List.of()), run).assets().isEmpty()) {
      throw CatalogException.ofField(
          ErrorCode.NAME_TAKEN, "as", "there is, or was, a user of this name");
    }
    return wanted;
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** The system does that: the log does not say who has erased whom. */
  private void deleteUsers(ErasurePlan plan, Set<AssetId> users) throws IOException {
    for (TenantId tenant : living(plan)) {
      if (plan.before().get(tenant) == TenantStatus.ACTIVE) {
        for (BranchName branch : store.branches(tenant)) {
          for (AssetId user : users) {
            deleteUser(new Scope(tenant, branch), user);
          }
        }
      }
    }
  }

  private void deleteUser(Scope scope, AssetId user) throws IOException {
    CommitId head = catalog.head(Actor.SYSTEM, scope);
    try (StateSnapshot state = catalog.read(Actor.SYSTEM, scope, head)) {
      Optional<Asset> asset = state.asset(user);
      if (asset.isEmpty() || asset.get().isDeleted()) {
        return;
      }
    }
    ChangeContext context =
        new ChangeContext(Actor.SYSTEM, run.id(), "privacy", "a person was erased");
    Submission submission =
        new Submission(
            context,
            List.of(new Change.DeleteAsset(new AssetLocator.ById(user), null)),
            Atomicity.ALL,
            null,
            0);
    try {
      SubmissionResult deleted = catalog.submitReviewed(scope, submission).get();
      for (ChangeResult result : deleted.results()) {
        if (result instanceof ChangeResult.Rejected rejected) {
          throw new CatalogException(rejected.code(), rejected.message());
        }
      }
      // Whoever reads when the run has ended does not find the user.
      catalog.read(Actor.SYSTEM, scope, deleted.commit()).close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("the user could not be deleted", e.getCause());
    }
  }
}
