package dev.tarn.rest.table;

import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.TableName;
import dev.tarn.rest.entry.NamespaceEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;

/** The namespaces of a catalog, for one request. Not thread safe. */
final class Namespaces {
  private final TarnCatalog catalog;
  private final TableSession session;

  Namespaces(TarnCatalog catalog, TableSession session) {
    this.catalog = catalog;
    this.session = session;
  }

  /**
   * Returns a namespace.
   *
   * @throws NoSuchNamespaceException if there is none
   */
  Pointer.Namespace get(Namespace namespace) {
    if (catalog.pointer(Names.of(namespace)).orElse(null) instanceof Pointer.Namespace found) {
      return found;
    }
    throw new NoSuchNamespaceException("Namespace does not exist: %s", namespace);
  }

  /**
   * Creates a namespace.
   *
   * @throws AlreadyExistsException if the name is taken
   */
  void create(Namespace namespace, Map<String, String> properties) {
    session.requireWritable();
    if (namespace.isEmpty()) {
      throw new AlreadyExistsException("Namespace already exists: %s", namespace);
    }
    checkLocation(properties);
    TableName name = Names.of(namespace);
    CommitOutcome outcome =
        catalog.commit(
            List.of(PointerChange.create(name, new Pointer.Namespace(properties))),
            NamespaceEntry.created(name, properties));
    if (outcome instanceof CommitOutcome.Refused refused) {
      if (refused.code() == ErrorCode.NAMESPACE_NOT_FOUND) {
        throw refused.missingNamespace();
      }
      throw refused.current() instanceof Pointer.Namespace
          ? new AlreadyExistsException("Namespace already exists: %s", namespace)
          : TableCommits.exists(name, refused.current());
    }
  }

  private void checkLocation(Map<String, String> properties) {
    String place = properties.get(TarnCatalog.LOCATION);
    if (place != null) {
      catalog.checkLocation(place);
    }
  }

  /**
   * Drops a namespace; returns whether it was there.
   *
   * @throws NamespaceNotEmptyException if something is in it
   */
  boolean drop(Namespace namespace) {
    session.requireWritable();
    TableName name = Names.of(namespace);
    for (int attempt = 0; attempt < TarnCatalog.MAX_ATTEMPTS; attempt++) {
      if (!(catalog.pointer(name).orElse(null) instanceof Pointer.Namespace found)) {
        return false;
      }
      CommitOutcome outcome =
          catalog.commit(List.of(PointerChange.drop(name, found)), NamespaceEntry.dropped(name));
      if (outcome instanceof CommitOutcome.Done) {
        return true;
      }
      if (outcome instanceof CommitOutcome.Refused refused
          && refused.code() == ErrorCode.NAMESPACE_NOT_EMPTY) {
        throw new NamespaceNotEmptyException("Namespace is not empty: %s", namespace);
      }
    }
    throw TarnCatalog.contended(name);
  }

  /** Sets and removes properties in one commit; returns whether there was anything to do. */
  boolean update(Namespace namespace, Map<String, String> updates, Set<String> removals) {
    session.requireWritable();
    checkLocation(updates);
    TableName name = Names.of(namespace);
    for (int attempt = 0; attempt < TarnCatalog.MAX_ATTEMPTS; attempt++) {
      Pointer.Namespace before = get(namespace);
      Map<String, String> properties = new HashMap<>(before.properties());
      properties.keySet().removeAll(removals);
      properties.putAll(updates);
      Pointer.Namespace after = new Pointer.Namespace(properties);
      if (after.equals(before)) {
        return false;
      }
      CommitOutcome outcome =
          catalog.commit(
              List.of(PointerChange.replace(name, before, after)),
              NamespaceEntry.changed(name, before.properties(), after.properties()));
      if (outcome instanceof CommitOutcome.Done) {
        return true;
      }
    }
    throw TarnCatalog.contended(name);
  }
}
