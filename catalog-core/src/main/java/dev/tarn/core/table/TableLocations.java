package dev.tarn.core.table;

import java.util.List;
import java.util.UUID;

/**
 * Where files of a tenant's tables are, and go that do not say so themselves. A place once given
 * stays a table's own: it is not moved when the table is renamed, and branches may share it.
 *
 * @param own the tenant's places, with nothing of others in them; the first is for new tables
 * @param shared places of the tenants that this one began as a clone of: it reads files of theirs
 * @param all what the places of all tenants are in, and much else: nobody's tables go there as such
 * @param isApart whether the tenant's tables are nowhere but in its places
 */
public record TableLocations(
    List<String> own, List<String> shared, List<String> all, boolean isApart) {
  private static final int MAX_FOLDER_CHARS = 80;

  public TableLocations {
    own = List.copyOf(own);
    shared = List.copyOf(shared);
    all = List.copyOf(all);
    for (String place : own) {
      if (all.stream().noneMatch(folder -> place.startsWith(folder + "/"))) {
        throw new IllegalArgumentException(place + " is below none of " + all);
      }
    }
  }

  /** Returns the place of what is new. */
  public String root() {
    return own.getFirst();
  }

  /** Returns the place of what is in a namespace. */
  public String ofNamespace(TableName namespace) {
    StringBuilder place = new StringBuilder(root());
    for (String level : namespace.levels()) {
      place.append('/').append(plain(level));
    }
    return place.toString();
  }

  /** Returns a place for a new table or view, another one with each call. */
  public String ofNew(TableName name) {
    String folder = name.parent().map(this::ofNamespace).orElse(root());
    return folder + "/" + plain(name.name()) + "-" + UUID.randomUUID();
  }

  /** Folder names are for people: what tells tables apart is the id. */
  private static String plain(String level) {
    String plain = level.replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.substring(0, Math.min(plain.length(), MAX_FOLDER_CHARS));
  }
}
