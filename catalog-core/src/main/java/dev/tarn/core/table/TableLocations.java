package dev.tarn.core.table;

/**
 * Where files of the users' tables go that do not say so themselves. A place once given stays a
 * table's own: it is not moved when the table is renamed, and branches may share it.
 */
public interface TableLocations {
  /** Returns the place that all others are in. */
  String root();

  /** Returns the place of what is in a namespace. */
  String ofNamespace(TableName namespace);

  /** Returns a place for a new table or view, another one with each call. */
  String ofNew(TableName name);
}
