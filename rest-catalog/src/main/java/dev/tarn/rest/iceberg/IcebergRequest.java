package dev.tarn.rest.iceberg;

import dev.tarn.rest.table.TableSession;
import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTUtil;

/**
 * A request to the Iceberg REST catalog.
 *
 * @param path what follows the prefix, as it came: clients encode it as they do forms, which the
 *     server's own decoding of paths does not undo
 * @param body empty where there is none
 * @param wantsKeys whether keys to a table's files are wanted with what the table is
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record IcebergRequest(
    TableSession session, List<String> path, byte[] body, boolean wantsKeys) {
  private static final int NAMESPACE = 1;
  private static final int NAME = 3;

  public IcebergRequest {
    path = List.copyOf(path);
  }

  /** Returns the namespace of the path. */
  Namespace namespace() {
    return RESTUtil.decodeNamespace(
        path.get(NAMESPACE), RESTCatalogProperties.NAMESPACE_SEPARATOR_DEFAULT);
  }

  /** Returns the table or view of the path. */
  TableIdentifier identifier() {
    return TableIdentifier.of(namespace(), RESTUtil.decodeString(path.get(NAME)));
  }

  /** Returns the body. */
  <T extends RESTRequest> T body(Class<T> type) {
    return IcebergJson.read(body, type);
  }
}
