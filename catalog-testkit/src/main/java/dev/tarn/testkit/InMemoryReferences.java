package dev.tarn.testkit;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The branches and tags of tenants, in memory. Thread safe. */
final class InMemoryReferences {
  private final Map<TenantId, Map<BranchName, Reference>> tenants = new HashMap<>();

  synchronized List<TenantId> tenants() {
    return tenants.keySet().stream().sorted(Comparator.comparing(TenantId::value)).toList();
  }

  synchronized void addTenant(TenantId tenant, Reference main) {
    Map<BranchName, Reference> names = new TreeMap<>(Comparator.comparing(BranchName::value));
    names.put(main.name(), main);
    if (tenants.putIfAbsent(tenant, names) != null) {
      throw new CatalogException(ErrorCode.TENANT_EXISTS, "the tenant exists");
    }
  }

  synchronized int removeTenant(TenantId tenant) {
    int references = names(tenant).size();
    tenants.remove(tenant);
    return references;
  }

  synchronized List<Reference> all(TenantId tenant) {
    return List.copyOf(names(tenant).values());
  }

  private synchronized Optional<Reference> find(TenantId tenant, BranchName name) {
    return Optional.ofNullable(tenants.getOrDefault(tenant, Map.of()).get(name));
  }

  List<BranchName> branches(TenantId tenant) {
    return all(tenant).stream()
        .filter(reference -> reference.kind() == ReferenceKind.BRANCH)
        .map(Reference::name)
        .toList();
  }

  Optional<Reference> tag(TenantId tenant, BranchName name) {
    return find(tenant, name).filter(reference -> reference.kind() == ReferenceKind.TAG);
  }

  private Map<BranchName, Reference> names(TenantId tenant) {
    Map<BranchName, Reference> names = tenants.get(tenant);
    if (names == null) {
      throw new CatalogException(ErrorCode.TENANT_NOT_FOUND, "there is no such tenant");
    }
    return names;
  }

  private Reference required(TenantId tenant, BranchName name) {
    Reference reference = names(tenant).get(name);
    if (reference == null) {
      throw new CatalogException(ErrorCode.BRANCH_NOT_FOUND, "there is no such branch or tag");
    }
    return reference;
  }

  synchronized void add(TenantId tenant, Reference reference) {
    if (names(tenant).putIfAbsent(reference.name(), reference) != null) {
      throw new CatalogException(ErrorCode.BRANCH_EXISTS, "the branch or tag exists");
    }
  }

  synchronized Reference describe(
      TenantId tenant, BranchName name, UnaryOperator<ReferenceDetails> change) {
    Reference known = required(tenant, name);
    Reference changed = known.with(change.apply(known.details()));
    names(tenant).put(name, changed);
    return changed;
  }

  synchronized void delete(TenantId tenant, BranchName name, Consumer<Reference> condition) {
    Reference deleted = required(tenant, name);
    condition.accept(deleted);
    checkUnprotected(deleted);
    List<Reference> made =
        all(tenant).stream().filter(reference -> reference.from().equals(name)).toList();
    if (made.stream().anyMatch(reference -> reference.kind() == ReferenceKind.TAG)) {
      throw new CatalogException(ErrorCode.REFERENCE_IN_USE, "tags are on the branch");
    }
    for (Reference reference : made) {
      boolean older = reference.commit().seq() <= deleted.commit().seq();
      names(tenant)
          .put(
              reference.name(),
              reference.at(deleted.from(), older ? reference.commit() : deleted.commit()));
    }
    names(tenant).remove(name);
  }

  synchronized Reference rename(TenantId tenant, BranchName name, BranchName newName) {
    Reference known = required(tenant, name);
    checkUnprotected(known);
    Reference renamed = known.named(newName);
    add(tenant, renamed);
    names(tenant).remove(name);
    for (Reference reference : new ArrayList<>(names(tenant).values())) {
      if (reference.from().equals(name)) {
        names(tenant).put(reference.name(), reference.at(newName, reference.commit()));
      }
    }
    return renamed;
  }

  private static void checkUnprotected(Reference reference) {
    if (reference.details().isProtected()) {
      throw new CatalogException(ErrorCode.REFERENCE_PROTECTED, "the reference is protected");
    }
  }
}
