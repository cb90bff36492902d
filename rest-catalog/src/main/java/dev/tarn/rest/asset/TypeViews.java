package dev.tarn.rest.asset;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.core.type.TypeRegistry;
import dev.tarn.rest.request.BranchView;
import dev.tarn.rest.request.BranchViews;
import dev.tarn.rest.request.ReadRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens the types that a read asks for. */
public final class TypeViews {
  private final Catalog catalog;
  private final BranchViews views;

  public TypeViews(Catalog catalog, BranchViews views) {
    this.catalog = catalog;
    this.views = views;
  }

  /** The types at a commit. */
  public record View(CommitId commit, TypeRegistry types) {}

  /** Returns the types; what the tenant has changed is in them, as it was. */
  public View open(ReadRequest request) throws IOException {
    try (BranchView view = views.open(request)) {
      return new View(view.commit(), of(request, view));
    }
  }

  /**
   * Returns the types of a view.
   *
   * @param view what the request asked for
   */
  public TypeRegistry of(ReadRequest request, BranchView view) throws IOException {
    TypeRegistry now = catalog.types(request.principal(), request.scope(), request.minCommit());
    return request.at() == null ? now : asOf(view, now);
  }

  /** Types never go away, so that those of the past are among those of now. */
  private static TypeRegistry asOf(BranchView view, TypeRegistry now) throws IOException {
    List<AssetType> assetTypes = new ArrayList<>();
    for (AssetType type : now.assetTypes().values()) {
      if (!type.equals(TypeRegistry.builtIn().assetTypes().get(type.name()))) {
        latest(view, EntityKind.ASSET_TYPE, type.name())
            .ifPresent(entry -> assetTypes.add((AssetType) entry.after()));
      }
    }
    List<RelationshipType> relationshipTypes = new ArrayList<>();
    for (RelationshipType type : now.relationshipTypes().values()) {
      if (!type.equals(TypeRegistry.builtIn().relationshipTypes().get(type.name()))) {
        latest(view, EntityKind.RELATIONSHIP_TYPE, type.name())
            .ifPresent(entry -> relationshipTypes.add((RelationshipType) entry.after()));
      }
    }
    return TypeRegistry.builtIn().with(assetTypes, relationshipTypes);
  }

  private static Optional<LogEntry> latest(BranchView view, EntityKind kind, String name)
      throws IOException {
    return view.history(kind, name, null, 1).stream().findFirst();
  }
}
