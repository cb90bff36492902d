package dev.tarn.iceberg.privacy;

import dev.tarn.core.audit.ListedRedaction;
import dev.tarn.core.privacy.ErasurePlan;
import dev.tarn.core.privacy.ErasureResult;
import dev.tarn.core.privacy.NameReplacer;
import dev.tarn.core.privacy.PersonNames;
import dev.tarn.core.privacy.PersonQuery;
import dev.tarn.core.privacy.PersonReport;
import dev.tarn.core.privacy.PersonStore;
import dev.tarn.core.privacy.PrivacyProgress;
import dev.tarn.core.privacy.PrivacyProgress.Phase;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.io.WarehouseLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Persons in the files of a warehouse. Thread safe. */
public final class WarehousePersons implements PersonStore {
  /** What a person is called while they are only looked for. */
  private static final String NOBODY = "\u0000";

  private final WarehouseLayout layout;
  private final Tenants tenants;

  /** What is done to tenants beside their files. */
  public interface Tenants {
    /** Something that is done to files. */
    @FunctionalInterface
    interface Action {
      void run() throws IOException;
    }

    /** Returns a tenant, what it was cloned from and what was cloned from these. */
    Set<TenantId> family(TenantId tenant) throws IOException;

    /** Does something while nobody changes what is kept of the tenant and of its references. */
    void whileLocked(TenantId tenant, Action action) throws IOException;

    /**
     * Says of the tenants' logs that rows of groups are no longer what was written.
     *
     * @return a list for each tenant whose logs have any of them
     */
    Map<TenantId, ListedRedaction> redacted(Set<TenantId> family, Set<String> groups)
        throws IOException;

    /** Has nobody append any more who has opened a branch before this epoch. */
    void fence(TenantId tenant, long epoch) throws IOException;
  }

  public WarehousePersons(WarehouseLayout layout, Tenants tenants) {
    this.layout = layout;
    this.tenants = tenants;
  }

  @Override
  public Set<TenantId> family(TenantId tenant) throws IOException {
    return tenants.family(tenant);
  }

  @Override
  public PersonNames names(Set<TenantId> family, PersonQuery query, PrivacyProgress progress)
      throws IOException {
    return new PersonNaming(new CatalogFolders(layout, family), progress).names(query);
  }

  @Override
  public PersonReport find(Set<TenantId> family, PersonNames names, PrivacyProgress progress)
      throws IOException {
    NameReplacer replacer = new NameReplacer(names, NOBODY, Map.of());
    Sightings sightings = new Sightings(replacer);
    FileScan scan = new FileScan(replacer, sightings);
    CatalogFolders folders = new CatalogFolders(layout, family);
    long[] files = new long[1];
    folders.each(
        file -> {
          scan.look(file);
          progress.reached(Phase.FINDING, ++files[0]);
        });
    folders.eachOfUsers(
        file -> {
          lookAtUsers(file, replacer, sightings);
          progress.reached(Phase.FINDING, ++files[0]);
        });
    return new PersonReport(names, files[0], sightings.findings());
  }

  @Override
  public Optional<ErasurePlan> unfinished(TenantId tenant) throws IOException {
    for (TenantId member : tenants.family(tenant)) {
      Optional<ErasurePlan> plan = new ErasurePlanFile(layout).read(member);
      if (plan.isPresent()) {
        return plan;
      }
    }
    return Optional.empty();
  }

  @Override
  public void keep(ErasurePlan plan) throws IOException {
    new ErasurePlanFile(layout).write(plan);
  }

  @Override
  public void fence(Set<TenantId> family, long epoch) throws IOException {
    for (TenantId tenant : family) {
      tenants.fence(tenant, epoch);
    }
  }

  @Override
  public ErasureResult replace(ErasurePlan plan, PrivacyProgress progress) throws IOException {
    CatalogFolders folders = new CatalogFolders(layout, plan.family());
    folders.deleteTemporary();
    ErasurePlanFile file = new ErasurePlanFile(layout);
    RewriteNotes rewritten = new RewriteNotes(file.notes(plan, PersonRewriter.NOTES.getFirst()));
    GroupSalts salts =
        new GroupSalts(
            new RewriteNotes(file.notes(plan, PersonRewriter.NOTES.getLast())), plan.secret());
    return new PersonRewriter(plan, folders, rewritten, salts, tenants, progress).run();
  }

  @Override
  public void forget(ErasurePlan plan) throws IOException {
    new ErasurePlanFile(layout).delete(plan, PersonRewriter.NOTES);
  }

  /** The users' tables are theirs: that their names or metadata mention somebody is all. */
  private void lookAtUsers(Path file, NameReplacer names, Sightings sightings) throws IOException {
    Path inside = layout.root().relativize(file);
    if (names.isIn(inside.toString())) {
      sightings.kept("files of users' tables: names", inside.toString());
    }
    if (ListRules.isTableMetadata(file)) {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (names.isIn(text)) {
        sightings.kept("files of users' tables: metadata", text);
      }
    }
  }
}
