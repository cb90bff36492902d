package dev.tarn.core.asset;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of one asset at one version.
 *
 * @param id stays over renames
 * @param type name of an asset type, such as {@code table}
 * @param qualifiedName unique among the live assets of the type
 * @param name the short name
 * @param displayName a name for people
 * @param description Markdown
 * @param parentId the asset that contains this one
 * @param platform where the asset lives, such as {@code snowflake}
 * @param workspaceId an asset of type {@code workspace}
 * @param domainId an asset of type {@code domain}
 * @param owners users, teams and roles
 * @param tags assets of type {@code tag}
 * @param classifications assets of type {@code classification}
 * @param terms assets of type {@code glossary-term}
 * @param attributes values by attribute name: {@code String}, {@code Boolean}, {@code Long}, {@code
 *     Double}, and lists and string-keyed maps of them, all immutable; no nulls
 * @param status where the asset stands in its life
 * @param quality a score from 0 to 1
 * @param popularity a score from 0 to 1
 * @param createdAt microsecond precision, as all times
 * @param version counts the asset's changes, from 1, over deletes and restores
 * @param seq the log entry that made this state
 */
public record Asset(
    AssetId id,
    String type,
    String qualifiedName,
    String name,
    @Nullable String displayName,
    @Nullable String description,
    @Nullable AssetId parentId,
    @Nullable String platform,
    @Nullable AssetId workspaceId,
    @Nullable AssetId domainId,
    List<Owner> owners,
    List<AssetId> tags,
    List<AssetId> classifications,
    List<AssetId> terms,
    Map<String, Object> attributes,
    AssetStatus status,
    @Nullable Double quality,
    @Nullable Double popularity,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    String updatedBy,
    long version,
    long seq)
    implements Entity {

  public Asset {
    owners = List.copyOf(owners);
    tags = List.copyOf(tags);
    classifications = List.copyOf(classifications);
    terms = List.copyOf(terms);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** Returns the first version of an active asset that has names, and nothing else. */
  public static Asset bare(
      AssetId id,
      String type,
      String qualifiedName,
      String name,
      Instant createdAt,
      String createdBy,
      long seq) {
    return new Asset(
        id,
        type,
        qualifiedName,
        name,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        AssetStatus.ACTIVE,
        null,
        null,
        createdAt,
        createdBy,
        createdAt,
        createdBy,
        1,
        seq);
  }

  /** Returns the same with other names, and somewhere else. */
  public Asset placed(String newQualifiedName, String newName, @Nullable AssetId newParentId) {
    return new Asset(
        id,
        type,
        newQualifiedName,
        newName,
        displayName,
        description,
        newParentId,
        platform,
        workspaceId,
        domainId,
        owners,
        tags,
        classifications,
        terms,
        attributes,
        status,
        quality,
        popularity,
        createdAt,
        createdBy,
        updatedAt,
        updatedBy,
        version,
        seq);
  }

  /** Returns the same, of which something else is said. */
  public Asset described(
      @Nullable String newDisplayName,
      @Nullable String newDescription,
      List<Owner> newOwners,
      List<AssetId> newTags,
      List<AssetId> newClassifications,
      List<AssetId> newTerms,
      Map<String, Object> newAttributes) {
    return new Asset(
        id,
        type,
        qualifiedName,
        name,
        newDisplayName,
        newDescription,
        parentId,
        platform,
        workspaceId,
        domainId,
        newOwners,
        newTags,
        newClassifications,
        newTerms,
        newAttributes,
        status,
        quality,
        popularity,
        createdAt,
        createdBy,
        updatedAt,
        updatedBy,
        version,
        seq);
  }

  /** Returns the same at another point of its life. */
  public Asset withStatus(AssetStatus newStatus) {
    return new Asset(
        id,
        type,
        qualifiedName,
        name,
        displayName,
        description,
        parentId,
        platform,
        workspaceId,
        domainId,
        owners,
        tags,
        classifications,
        terms,
        attributes,
        newStatus,
        quality,
        popularity,
        createdAt,
        createdBy,
        updatedAt,
        updatedBy,
        version,
        seq);
  }

  /** Returns the same as another version. */
  public Asset stamped(
      Instant newCreatedAt,
      String newCreatedBy,
      Instant newUpdatedAt,
      String newUpdatedBy,
      long newVersion,
      long newSeq) {
    return new Asset(
        id,
        type,
        qualifiedName,
        name,
        displayName,
        description,
        parentId,
        platform,
        workspaceId,
        domainId,
        owners,
        tags,
        classifications,
        terms,
        attributes,
        status,
        quality,
        popularity,
        newCreatedAt,
        newCreatedBy,
        newUpdatedAt,
        newUpdatedBy,
        newVersion,
        newSeq);
  }

  @Override
  public EntityKind kind() {
    return EntityKind.ASSET;
  }

  @Override
  public String key() {
    return id.value();
  }

  /** Returns true if this is a tombstone. */
  public boolean isDeleted() {
    return status.isDeleted();
  }
}
