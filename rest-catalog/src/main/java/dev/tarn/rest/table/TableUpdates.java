package dev.tarn.rest.table;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.RetryableValidationException;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.jspecify.annotations.Nullable;

/** What an engine wants of a table: what it takes for granted, and what is to be different. */
record TableUpdates(List<UpdateRequirement> requirements, List<MetadataUpdate> updates) {
  TableUpdates {
    requirements = List.copyOf(requirements);
    updates = List.copyOf(updates);
  }

  /** Returns whether the table is to be a new one. */
  boolean creates() {
    return requirements.stream()
        .anyMatch(UpdateRequirement.AssertTableDoesNotExist.class::isInstance);
  }

  /**
   * Returns the next version.
   *
   * @param base null for a new table
   * @throws CommitFailedException if the base is not what the requirements say
   */
  TableMetadata applyTo(@Nullable TableMetadata base) {
    requirements.forEach(requirement -> requirement.validate(base));
    TableMetadata.Builder builder = base == null ? newTable() : TableMetadata.buildFrom(base);
    try {
      updates.forEach(update -> update.applyTo(builder));
    } catch (RetryableValidationException e) {
      // What is stale is in the request: the engine can make a new one.
      throw new CommitFailedException(e, "Validation failed, please retry: %s", e.getMessage());
    }
    if (base == null && updates.stream().noneMatch(TableUpdates::setsCollection)) {
      builder.setProperties(TarnCatalog.NEW_TABLE_PROPERTIES);
    }
    return builder.build();
  }

  private static boolean setsCollection(MetadataUpdate update) {
    return update instanceof MetadataUpdate.SetProperties properties
        && properties.updated().containsKey(TableProperties.GC_ENABLED);
  }

  private TableMetadata.Builder newTable() {
    Optional<Integer> version =
        updates.stream()
            .filter(MetadataUpdate.UpgradeFormatVersion.class::isInstance)
            .map(update -> ((MetadataUpdate.UpgradeFormatVersion) update).formatVersion())
            .findFirst();
    return version.map(TableMetadata::buildFromEmpty).orElseGet(TableMetadata::buildFromEmpty);
  }
}
