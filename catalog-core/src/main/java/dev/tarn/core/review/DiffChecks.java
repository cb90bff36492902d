package dev.tarn.core.review;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The checks that there are, by name. Immutable. */
public final class DiffChecks {
  private final Map<String, DiffCheck> checks;

  private DiffChecks(Map<String, DiffCheck> checks) {
    this.checks = checks;
  }

  /**
   * Returns the built-in checks, and those that the class path offers.
   *
   * @throws IllegalStateException if two have one name
   */
  public static DiffChecks load() {
    List<DiffCheck> all = new ArrayList<>();
    all.add(new RequiredAttributesCheck());
    all.add(new DanglingRelationshipCheck());
    all.add(new OwnerCheck());
    all.add(new ClassificationCheck());
    ServiceLoader.load(DiffCheck.class).forEach(all::add);
    Map<String, DiffCheck> byName = new LinkedHashMap<>();
    for (DiffCheck check : all) {
      if (byName.put(check.name(), check) != null) {
        throw new IllegalStateException("two checks are called " + check.name());
      }
    }
    return new DiffChecks(byName);
  }

  /** Returns all names, the built-in ones first. */
  public List<String> names() {
    return List.copyOf(checks.keySet());
  }

  /**
   * Checks that there are checks of these names.
   *
   * @throws CatalogException {@code invalid-value}
   */
  public void require(Collection<String> names) {
    for (String name : names) {
      if (!checks.containsKey(name)) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_VALUE,
            "requiredChecks",
            "there is no check " + name + ", but " + String.join(", ", checks.keySet()));
      }
    }
  }

  /**
   * Runs checks over what a merge would make different, all in one pass.
   *
   * @param source the commit that would be merged
   * @param target the commit that it would be merged into
   * @throws CatalogException as {@link #require}
   */
  public List<CheckResult> run(
      Collection<String> names, MergedState merged, CommitId source, CommitId target, Instant now)
      throws IOException {
    require(names);
    Map<DiffCheck, Findings> findings = new LinkedHashMap<>();
    for (Map.Entry<String, DiffCheck> check : checks.entrySet()) {
      if (names.contains(check.getKey())) {
        findings.put(check.getValue(), new Findings());
      }
    }
    merged.forEachPart(
        part -> {
          for (Map.Entry<DiffCheck, Findings> entry : findings.entrySet()) {
            entry.getKey().check(part, merged, entry.getValue());
          }
        });
    List<CheckResult> results = new ArrayList<>();
    findings.forEach(
        (check, found) ->
            results.add(
                new CheckResult(check.name(), found.total(), found.kept(), source, target, now)));
    return results;
  }
}
