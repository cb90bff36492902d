package dev.tarn.rest.table;

import dev.tarn.core.table.TableName;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** Iceberg's names as the catalog's, and back. */
public final class Names {
  private Names() {}

  /** Returns the name of a table or view. */
  public static TableName of(TableIdentifier identifier) {
    List<String> levels = new ArrayList<>(List.of(identifier.namespace().levels()));
    levels.add(identifier.name());
    return new TableName(levels);
  }

  /** Returns the name of a namespace that is not the empty one. */
  public static TableName of(Namespace namespace) {
    return new TableName(List.of(namespace.levels()));
  }

  /** Returns Iceberg's name of a namespace. */
  public static Namespace namespace(TableName name) {
    return Namespace.of(name.levels().toArray(String[]::new));
  }

  /** Returns Iceberg's name of a table or view. */
  public static TableIdentifier identifier(TableName name) {
    return TableIdentifier.of(
        name.parent().map(Names::namespace).orElseGet(Namespace::empty), name.name());
  }
}
