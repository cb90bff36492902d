package dev.tarn.core.commit;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.Submission;
import dev.tarn.core.state.StateReader;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a group is likely to ask for, so that it is read in one look-up. */
final class NeededEntities {
  private final Set<AssetId> assets = new LinkedHashSet<>();
  private final Set<RelationshipId> edges = new LinkedHashSet<>();

  private NeededEntities() {}

  static NeededEntities of(List<Submission> submissions) {
    NeededEntities needed = new NeededEntities();
    for (Submission submission : submissions) {
      submission.changes().forEach(needed::add);
    }
    return needed;
  }

  /** Reads them; the state remembers. */
  void readFrom(StateReader state) throws IOException {
    state.assets(assets);
    if (!edges.isEmpty()) {
      state.relationships(edges);
    }
  }

  private void add(Change change) {
    switch (change) {
      case Change.UpsertAsset upsert -> {
        assets.add(AssetId.derive(upsert.type(), upsert.qualifiedName()));
        if (upsert.fields().get(AssetField.PARENT.fieldName()) instanceof String parent) {
          locate(parent);
        }
      }
      case Change.PatchAsset patch -> locate(patch.asset());
      case Change.DeleteAsset delete -> locate(delete.asset());
      case Change.RestoreAsset restore -> locate(restore.asset());
      case Change.PutRelationship put ->
          edges.add(RelationshipId.derive(put.type(), locate(put.source()), locate(put.target())));
      case Change.RemoveRelationship remove ->
          edges.add(
              RelationshipId.derive(
                  remove.type(), locate(remove.source()), locate(remove.target())));
      case Change.SetAsset set -> assets.add(set.id());
      case Change.SetRelationship set -> edges.add(set.id());
      case Change.DefineAssetType define -> {}
      case Change.DefineRelationshipType define -> {}
    }
  }

  private void locate(String text) {
    int colon = text.indexOf(':');
    if (AssetId.isId(text) || (colon > 0 && colon < text.length() - 1)) {
      locate(AssetLocator.parse(text));
    }
  }

  private AssetId locate(AssetLocator locator) {
    AssetId id =
        switch (locator) {
          case AssetLocator.ById byId -> byId.id();
          case AssetLocator.ByName byName -> AssetId.derive(byName.type(), byName.qualifiedName());
        };
    assets.add(id);
    return id;
  }
}
