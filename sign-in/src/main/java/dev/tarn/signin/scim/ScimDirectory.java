package dev.tarn.signin.scim;

import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.exceptions.ResourceConflictException;
import com.unboundid.scim2.common.exceptions.ResourceNotFoundException;
import com.unboundid.scim2.common.exceptions.ScimException;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.BuiltInTypes;
import dev.tarn.rest.request.ScopeRequest;
import dev.tarn.rest.request.Writes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Users and teams of one tenant, as a provider reads and writes them. Every write is visible to
 * reads when it has returned: providers read what they have just written.
 */
final class ScimDirectory {
  /** What is looked through for a filter, and the most members of a group. */
  static final int MAX_RESOURCES = 10_000;

  private static final int CHANGE_BYTES = 1_024;

  private final Catalog catalog;
  private final Duration timeout;
  private final Scope scope;
  private final ChangeContext context;

  ScimDirectory(Catalog catalog, Duration timeout, ScopeRequest request) {
    this.catalog = catalog;
    this.timeout = timeout;
    Principal principal = request.principal();
    // A provider cannot be told to send a header: its key says which tenant it is of.
    this.scope = new Scope(principal.tenant().orElse(request.scope().tenant()), BranchName.MAIN);
    this.context = new ChangeContext(principal, request.requestId(), "scim", null);
    // Who is in which team decides what they may do.
    catalog.check(principal, scope, Action.MANAGE_ACCESS);
  }

  Scope scope() {
    return scope;
  }

  Asset get(String type, String id) throws IOException, ScimException {
    try (StateSnapshot state = catalog.read(context.principal(), scope, null)) {
      return live(state, type, id);
    }
  }

  private static Asset live(StateSnapshot state, String type, String id)
      throws IOException, ScimException {
    Asset asset = AssetId.isId(id) ? state.asset(new AssetId(id)).orElse(null) : null;
    if (asset == null || asset.isDeleted() || !asset.type().equals(type)) {
      throw new ResourceNotFoundException("no such resource: " + id);
    }
    return asset;
  }

  List<Asset> all(String type) throws IOException, ScimException {
    try (StateSnapshot state = catalog.read(context.principal(), scope, null)) {
      List<Asset> all = new ArrayList<>();
      String cursor = null;
      do {
        Page<Asset> page = state.list(AssetQuery.ofType(type, cursor, AssetQuery.MAX_LIMIT));
        all.addAll(page.items());
        cursor = page.next();
        if (all.size() > MAX_RESOURCES) {
          throw BadRequestException.tooMany(
              "there are more than " + MAX_RESOURCES + "; filter for a name");
        }
      } while (cursor != null);
      return all;
    }
  }

  List<Asset> named(String type, String name) throws IOException {
    try (StateSnapshot state = catalog.read(context.principal(), scope, null)) {
      return state.assetNamed(type, name).map(List::of).orElse(List.of());
    }
  }

  /** Returns the users that are in a team. */
  List<Asset> members(AssetId team) throws IOException, ScimException {
    try (StateSnapshot state = catalog.read(context.principal(), scope, null)) {
      Set<AssetId> ids = memberIds(state, team);
      Map<AssetId, Asset> assets = state.assets(ids);
      List<Asset> members = new ArrayList<>();
      for (AssetId id : ids) {
        Asset asset = assets.get(id);
        if (asset != null && asset.type().equals(BuiltInTypes.USER)) {
          members.add(asset);
        }
      }
      return members;
    }
  }

  private static Set<AssetId> memberIds(StateSnapshot state, AssetId team)
      throws IOException, ScimException {
    Set<AssetId> ids = new LinkedHashSet<>();
    String cursor = null;
    do {
      Page<Relationship> page =
          state.list(
              new RelationshipQuery(
                  BuiltInTypes.MEMBER_OF, null, team, null, cursor, AssetQuery.MAX_LIMIT));
      page.items().forEach(relationship -> ids.add(relationship.sourceId()));
      cursor = page.next();
      if (ids.size() > MAX_RESOURCES) {
        throw BadRequestException.tooMany("a group has at most " + MAX_RESOURCES + " members here");
      }
    } while (cursor != null);
    return ids;
  }

  /** Makes an asset that must not be there. */
  Asset create(String type, String name, Map<String, @Nullable Object> fields)
      throws IOException, ScimException {
    submit(List.of(new Change.UpsertAsset(type, name, fields, UpsertMode.MERGE, 0L)));
    return named(type, name).getFirst();
  }

  /** Changes an asset, its name as well. */
  Asset change(Asset before, String name, Map<String, @Nullable Object> fields)
      throws IOException, ScimException {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(fields);
    if (!name.equals(before.qualifiedName())) {
      all.put("qualifiedName", name);
    }
    submit(
        List.of(
            new Change.PatchAsset(
                new AssetLocator.ById(before.id()), all, UpsertMode.MERGE, null)));
    return get(before.type(), before.id().value());
  }

  void delete(Asset asset) throws IOException, ScimException {
    submit(List.of(new Change.DeleteAsset(new AssetLocator.ById(asset.id()), null)));
  }

  /** Makes these, and no others, the users of a team. */
  void setMembers(Asset team, Set<String> wanted) throws IOException, ScimException {
    if (wanted.size() > MAX_RESOURCES) {
      throw BadRequestException.tooMany("a group has at most " + MAX_RESOURCES + " members here");
    }
    List<Change> changes = new ArrayList<>();
    AssetLocator target = new AssetLocator.ById(team.id());
    try (StateSnapshot state = catalog.read(context.principal(), scope, null)) {
      Set<AssetId> before = memberIds(state, team.id());
      for (String id : wanted) {
        Asset user = live(state, BuiltInTypes.USER, id);
        if (!before.remove(user.id())) {
          changes.add(
              new Change.PutRelationship(
                  BuiltInTypes.MEMBER_OF,
                  new AssetLocator.ById(user.id()),
                  target,
                  Map.of(),
                  null));
        }
      }
      for (AssetId gone : before) {
        changes.add(
            new Change.RemoveRelationship(
                BuiltInTypes.MEMBER_OF, new AssetLocator.ById(gone), target, null));
      }
    }
    if (!changes.isEmpty()) {
      submit(changes);
    }
  }

  private void submit(List<Change> changes) throws IOException, ScimException {
    SubmissionResult result =
        Writes.await(
            catalog.submit(
                scope,
                new Submission(
                    context, changes, Atomicity.ALL, null, (long) changes.size() * CHANGE_BYTES)),
            timeout);
    for (ChangeResult each : result.results()) {
      if (each instanceof ChangeResult.Rejected rejected) {
        if (rejected.code() == ErrorCode.VERSION_CONFLICT
            || rejected.code() == ErrorCode.NAME_TAKEN) {
          throw ResourceConflictException.uniqueness("there is one of this name already");
        }
        throw BadRequestException.invalidValue(rejected.message());
      }
    }
    // Waits until reads see it.
    catalog.read(context.principal(), scope, result.commit()).close();
  }
}
