package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.policy.Action;
import dev.tarn.core.privacy.ErasurePlan;
import dev.tarn.core.privacy.Finding;
import dev.tarn.core.privacy.NameReplacer;
import dev.tarn.core.privacy.PersonNames;
import dev.tarn.core.privacy.PersonQuery;
import dev.tarn.core.privacy.PersonRecords;
import dev.tarn.core.privacy.PersonReport;
import dev.tarn.core.privacy.PersonStore;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds and replaces what a tenant holds of persons, one run at a time and tenant. Asks the policy,
 * as {@link Catalog} does. Thread safe.
 */
public final class CatalogPrivacy implements AutoCloseable {
  private static final BackgroundRuns.Kind PRIVACY =
      new BackgroundRuns.Kind(
          "privacy",
          ErrorCode.PRIVACY_BUSY,
          ErrorCode.PRIVACY_RUN_NOT_FOUND,
          "A run about a person failed; asked for again, it goes on");

  private final Catalog catalog;
  private final CatalogStore store;
  private final TenantRuns<PrivacyRun> runs = new TenantRuns<>(PRIVACY);

  CatalogPrivacy(Catalog catalog, CatalogStore store) {
    this.catalog = catalog;
    this.store = store;
  }

  private PersonStore persons() {
    return store
        .persons()
        .orElseThrow(
            () ->
                new CatalogException(
                    ErrorCode.INVALID_REQUEST, "this store keeps no files to look through"));
  }

  /**
   * Begins to look for all that is held of a person.
   *
   * @param records what is kept beside the catalog
   * @throws CatalogException {@code privacy-busy} if a run is under way; {@code quota-exceeded};
   *     {@code permission-denied} also where the tenant shares files with others, and it is not an
   *     operator who asks
   */
  public PrivacyRunReport find(
      Principal principal, TenantId tenant, PersonQuery query, List<PersonRecords> records)
      throws IOException {
    Set<TenantId> family = checkedFamily(principal, tenant);
    return start(tenant, run -> run.succeeded(find(family, query, records, run)));
  }

  private PersonReport find(
      Set<TenantId> family, PersonQuery query, List<PersonRecords> records, PrivacyRun run)
      throws IOException {
    PersonNames names = persons().names(family, query, run);
    PersonReport inFiles = persons().find(family, names, run);
    List<Finding> all = new ArrayList<>(inFiles.findings());
    NameReplacer replacer = new NameReplacer(names, "", Map.of());
    records.forEach(each -> all.addAll(each.find(family, replacer)));
    return new PersonReport(names, inFiles.files(), all);
  }

  /**
   * Begins to replace a person by a pseudonym, in everything that the tenant has and had; or goes
   * on with that after a crash. Meanwhile the tenant answers to nobody.
   *
   * @param as the pseudonym; null for a random one
   * @param isConfirmed whether words that are short, or in many texts, are meant
   * @throws CatalogException as {@link #find}; through the run {@code person-ambiguous}, {@code
   *     name-taken}, {@code invalid-value} for the pseudonym, and {@code privacy-busy} if the
   *     replacement of another person has not ended
   */
  public PrivacyRunReport replace(
      Principal principal,
      TenantId tenant,
      PersonQuery query,
      ErasurePlan.Mode mode,
      @Nullable String as,
      boolean isConfirmed,
      List<PersonRecords> records)
      throws IOException {
    Set<TenantId> family = checkedFamily(principal, tenant);
    var request = new PersonReplacement.Request(principal, tenant, query, mode, as, isConfirmed);
    return start(
        tenant,
        run -> {
          run.succeeded(
              new PersonReplacement(catalog, store, persons(), records, request, run).run(family));
          // What was found before says who was replaced.
          runs.of(tenant).keepOnly(run);
        });
  }

  private Set<TenantId> checkedFamily(Principal principal, TenantId tenant) throws IOException {
    check(principal, tenant);
    // The tenant is there, or the run would not be where it is looked for.
    var unused = store.references(tenant);
    Set<TenantId> family = persons().family(tenant);
    if (family.size() > 1) {
      for (TenantId member : family) {
        if (!catalog.allows(principal, main(member), Action.MANAGE_TENANTS)) {
          throw new CatalogException(
              ErrorCode.PERMISSION_DENIED,
              "the tenant shares files with clones or with what it was cloned from: an operator"
                  + " has to ask");
        }
      }
    }
    return family;
  }

  private PrivacyRunReport start(TenantId tenant, BackgroundRuns.Work<PrivacyRun> work)
      throws IOException {
    return runs.of(tenant)
        .start(
            catalog.quotas().beginTask(tenant),
            () -> new PrivacyRun(UUID.randomUUID().toString(), catalog.clock()),
            work)
        .report();
  }

  /** Returns the runs that are remembered, the newest first. */
  public List<PrivacyRunReport> runs(Principal principal, TenantId tenant) {
    check(principal, tenant);
    return runs.of(tenant).all().stream().map(PrivacyRun::report).toList();
  }

  /**
   * Returns a run.
   *
   * @throws CatalogException {@code privacy-run-not-found}
   */
  public PrivacyRunReport run(Principal principal, TenantId tenant, String id) {
    check(principal, tenant);
    return runs.of(tenant).find(id).report();
  }

  /**
   * Asks a run to end.
   *
   * @throws CatalogException {@code privacy-run-not-found}
   */
  public PrivacyRunReport cancel(Principal principal, TenantId tenant, String id) {
    check(principal, tenant);
    PrivacyRun run = runs.of(tenant).find(id);
    run.cancel();
    return run.report();
  }

  private void check(Principal principal, TenantId tenant) {
    if (!catalog.checkClosed(principal, main(tenant), Action.ERASE_PERSONS).isWhole()) {
      throw new CatalogException(
          ErrorCode.PERMISSION_DENIED,
          "this needs the permission " + Action.ERASE_PERSONS.code() + " for all assets");
    }
  }

  private static Scope main(TenantId tenant) {
    return new Scope(tenant, BranchName.MAIN);
  }

  /** Ends what is under way, and waits for it. */
  @Override
  public void close() {
    runs.close();
  }
}
