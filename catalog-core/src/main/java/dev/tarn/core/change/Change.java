package dev.tarn.core.change;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What someone wants to be different.
 *
 * <p>Fields are given as they came, by the names of {@link AssetField}; the committer validates and
 * types them, so that every way in gives the same errors. {@code expectedVersion} is the version
 * that the writer has seen; 0 means "must not exist"; null means any.
 */
public sealed interface Change {
  /**
   * Create the asset, or bring it to what the fields say.
   *
   * @param fields values by field name; a null value clears the field; an absent one is kept under
   *     {@link UpsertMode#MERGE} and cleared under {@link UpsertMode#REPLACE}
   */
  record UpsertAsset(
      String type,
      String qualifiedName,
      Map<String, @Nullable Object> fields,
      UpsertMode mode,
      @Nullable Long expectedVersion)
      implements Change {
    public UpsertAsset {
      fields = copy(fields);
    }
  }

  /**
   * Change an asset that exists.
   *
   * @param fields as in {@link UpsertAsset} under MERGE; {@code qualifiedName} renames
   */
  record PatchAsset(
      AssetLocator asset,
      Map<String, @Nullable Object> fields,
      UpsertMode mode,
      @Nullable Long expectedVersion)
      implements Change {
    public PatchAsset {
      fields = copy(fields);
    }
  }

  /** Delete an asset, what it contains, and the relationships of all of these. */
  record DeleteAsset(AssetLocator asset, @Nullable Long expectedVersion) implements Change {}

  /** Bring back a deleted asset, and what that delete took with it. */
  record RestoreAsset(AssetLocator asset, @Nullable Long expectedVersion) implements Change {}

  /** Add a relationship, or set its attributes. */
  record PutRelationship(
      String type,
      AssetLocator source,
      AssetLocator target,
      Map<String, @Nullable Object> attributes,
      @Nullable Long expectedVersion)
      implements Change {
    public PutRelationship {
      attributes = copy(attributes);
    }
  }

  /** Remove a relationship. */
  record RemoveRelationship(
      String type, AssetLocator source, AssetLocator target, @Nullable Long expectedVersion)
      implements Change {}

  /** Add an asset type, or change one compatibly. The version in the type is ignored. */
  record DefineAssetType(AssetType type, @Nullable Long expectedVersion) implements Change {}

  /** Add a relationship type, or change one compatibly. The version in the type is ignored. */
  record DefineRelationshipType(RelationshipType type, @Nullable Long expectedVersion)
      implements Change {}

  /**
   * Make an asset what it is elsewhere: on another branch, or at an earlier commit. Only the
   * catalog itself makes such changes, from states that were valid; what they refer to and are in
   * is not looked at again.
   *
   * @param content of this id; its version, times and names of writers are not taken; null to
   *     delete it alone, without what it contains
   * @param context who changed it there, and why
   */
  record SetAsset(AssetId id, @Nullable Asset content, ChangeContext context) implements Change {
    public SetAsset {
      if (content != null && (!content.id().equals(id) || content.isDeleted())) {
        throw new IllegalArgumentException("the content is not of the live asset " + id);
      }
    }
  }

  /**
   * Make a relationship what it is elsewhere, as {@link SetAsset} does.
   *
   * @param content of this id; null to remove it
   */
  record SetRelationship(RelationshipId id, @Nullable Relationship content, ChangeContext context)
      implements Change {
    public SetRelationship {
      if (content != null && (!content.id().equals(id) || content.deleted())) {
        throw new IllegalArgumentException("the content is not of the live relationship " + id);
      }
    }
  }

  private static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> fields) {
    return Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(fields));
  }
}
