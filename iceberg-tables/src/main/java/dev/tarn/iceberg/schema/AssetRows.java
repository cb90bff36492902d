package dev.tarn.iceberg.schema;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/** Assets as rows of {@code assets}. Rows have the whole current schema. Thread safe. */
public final class AssetRows {
  private static final int ID = CatalogTable.ASSETS.position("id");
  private static final int TYPE = CatalogTable.ASSETS.position("type");
  private static final int QUALIFIED_NAME = CatalogTable.ASSETS.position("qualified_name");
  private static final int NAME = CatalogTable.ASSETS.position("name");
  private static final int DISPLAY_NAME = CatalogTable.ASSETS.position("display_name");
  private static final int DESCRIPTION = CatalogTable.ASSETS.position("description");
  private static final int PARENT_ID = CatalogTable.ASSETS.position("parent_id");
  private static final int PLATFORM = CatalogTable.ASSETS.position("platform");
  private static final int WORKSPACE_ID = CatalogTable.ASSETS.position("workspace_id");
  private static final int DOMAIN_ID = CatalogTable.ASSETS.position("domain_id");
  private static final int OWNERS = CatalogTable.ASSETS.position("owners");
  private static final int TAGS = CatalogTable.ASSETS.position("tags");
  private static final int CLASSIFICATIONS = CatalogTable.ASSETS.position("classifications");
  private static final int TERMS = CatalogTable.ASSETS.position("terms");
  private static final int ATTRIBUTES = CatalogTable.ASSETS.position("attributes");
  private static final int STATUS = CatalogTable.ASSETS.position("status");
  private static final int QUALITY = CatalogTable.ASSETS.position("quality");
  private static final int POPULARITY = CatalogTable.ASSETS.position("popularity");
  private static final int CREATED_AT = CatalogTable.ASSETS.position("created_at");
  private static final int CREATED_BY = CatalogTable.ASSETS.position("created_by");
  private static final int UPDATED_AT = CatalogTable.ASSETS.position("updated_at");
  private static final int UPDATED_BY = CatalogTable.ASSETS.position("updated_by");
  private static final int VERSION = CatalogTable.ASSETS.position("version");
  private static final int SEQ = CatalogTable.ASSETS.position("seq");

  private AssetRows() {}

  /** Returns the asset as a row. */
  public static Record write(Asset asset) {
    Record row = GenericRecord.create(CatalogTable.ASSETS.schema());
    row.set(ID, asset.id().value());
    row.set(TYPE, asset.type());
    row.set(QUALIFIED_NAME, asset.qualifiedName());
    row.set(NAME, asset.name());
    row.set(DISPLAY_NAME, asset.displayName());
    row.set(DESCRIPTION, asset.description());
    row.set(PARENT_ID, Cells.id(asset.parentId()));
    row.set(PLATFORM, asset.platform());
    row.set(WORKSPACE_ID, Cells.id(asset.workspaceId()));
    row.set(DOMAIN_ID, Cells.id(asset.domainId()));
    row.set(OWNERS, owners(asset.owners()));
    row.set(TAGS, Cells.ids(asset.tags()));
    row.set(CLASSIFICATIONS, Cells.ids(asset.classifications()));
    row.set(TERMS, Cells.ids(asset.terms()));
    row.set(ATTRIBUTES, Cells.attributes(asset.attributes()));
    row.set(STATUS, asset.status().code());
    row.set(QUALITY, asset.quality());
    row.set(POPULARITY, asset.popularity());
    row.set(CREATED_AT, Cells.time(asset.createdAt()));
    row.set(CREATED_BY, asset.createdBy());
    row.set(UPDATED_AT, Cells.time(asset.updatedAt()));
    row.set(UPDATED_BY, asset.updatedBy());
    row.set(VERSION, asset.version());
    row.set(SEQ, asset.seq());
    return row;
  }

  /** Returns the asset that the row holds. */
  public static Asset read(Record row) {
    return new Asset(
        id(row),
        Cells.text(row, TYPE),
        Cells.text(row, QUALIFIED_NAME),
        Cells.text(row, NAME),
        Cells.optionalText(row, DISPLAY_NAME),
        Cells.optionalText(row, DESCRIPTION),
        Cells.optionalId(row, PARENT_ID),
        Cells.optionalText(row, PLATFORM),
        Cells.optionalId(row, WORKSPACE_ID),
        Cells.optionalId(row, DOMAIN_ID),
        owners(row),
        Cells.ids(row, TAGS),
        Cells.ids(row, CLASSIFICATIONS),
        Cells.ids(row, TERMS),
        Cells.attributes(row, ATTRIBUTES),
        AssetStatus.ofCode(Cells.text(row, STATUS)),
        row.get(QUALITY, Double.class),
        row.get(POPULARITY, Double.class),
        Cells.time(row, CREATED_AT),
        Cells.text(row, CREATED_BY),
        Cells.time(row, UPDATED_AT),
        Cells.text(row, UPDATED_BY),
        Cells.number(row, VERSION),
        Cells.number(row, SEQ));
  }

  /** Returns the id of a row without reading the rest of it. */
  public static AssetId id(Record row) {
    return Cells.id(row, ID);
  }

  private static List<Record> owners(List<Owner> owners) {
    if (owners.isEmpty()) {
      return List.of();
    }
    List<Record> rows = new ArrayList<>(owners.size());
    for (Owner owner : owners) {
      Record row = GenericRecord.create(AssetColumns.OWNER);
      row.set(0, owner.id().value());
      row.set(1, owner.kind());
      rows.add(row);
    }
    return rows;
  }

  private static List<Owner> owners(Record row) {
    List<Owner> owners = new ArrayList<>();
    for (Object owner : Cells.list(row, OWNERS)) {
      owners.add(new Owner(Cells.id((Record) owner, 0), Cells.text((Record) owner, 1)));
    }
    return owners;
  }
}
