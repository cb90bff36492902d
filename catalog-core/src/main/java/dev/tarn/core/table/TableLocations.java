package dev.tarn.core.table;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Where files of a tenant's tables go that do not say so themselves. A place once given stays a
 * table's own: it is not moved when the table is renamed, and branches may share it.
 *
 * @param all the place that the tenants' are in, and much else: nobody's tables go there as such
 * @param root the place that all others are in, below {@code all}; no other tenant's is in it
 * @param shared the tenants, by name, that this one began as a clone of: it reads files of theirs
 */
public record TableLocations(String all, String root, Set<String> shared) {
  private static final int MAX_FOLDER_CHARS = 80;

  public TableLocations {
    shared = Set.copyOf(shared);
    if (!root.startsWith(all + "/")) {
      throw new IllegalArgumentException(root + " is not below " + all);
    }
  }

  /** The places of a tenant that shares files with none. */
  public TableLocations(String all, String root) {
    this(all, root, Set.of());
  }

  /** Returns the places, as {@link #root} is this tenant's, of those that files are shared with. */
  public List<String> sharedRoots() {
    String below = root.substring(all.length() + 1);
    int end = below.indexOf('/');
    String rest = end < 0 ? "" : below.substring(end);
    return shared.stream().sorted().map(tenant -> all + "/" + tenant + rest).toList();
  }

  /** Returns the place of what is in a namespace. */
  public String ofNamespace(TableName namespace) {
    StringBuilder place = new StringBuilder(root);
    for (String level : namespace.levels()) {
      place.append('/').append(plain(level));
    }
    return place.toString();
  }

  /** Returns a place for a new table or view, another one with each call. */
  public String ofNew(TableName name) {
    String folder = name.parent().map(this::ofNamespace).orElse(root);
    return folder + "/" + plain(name.name()) + "-" + UUID.randomUUID();
  }

  /** Folder names are for people: what tells tables apart is the id. */
  private static String plain(String level) {
    String plain = level.replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.substring(0, Math.min(plain.length(), MAX_FOLDER_CHARS));
  }
}
