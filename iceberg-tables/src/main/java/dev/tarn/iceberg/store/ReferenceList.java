package dev.tarn.iceberg.store;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.ReviewRules;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's branches and tags in a synced file of the warehouse: what to create again when Nessie
 * has lost it. Changed under a lock that holds between processes.
 */
final class ReferenceList {
  private static final String REFERENCES = "references";
  private static final String NAME = "name";
  private static final String KIND = "kind";
  private static final String FROM = "from";
  private static final String COMMIT = "commit";
  private static final String OWNER = "owner";
  private static final String PURPOSE = "purpose";
  private static final String CREATED_AT = "createdAt";
  private static final String PROTECTED = "protected";
  private static final String EXPIRES_AT = "expiresAt";
  private static final String RULES = "rules";
  private static final String APPROVALS = "requiredApprovals";
  private static final String CHECKS = "requiredChecks";
  private static final String CHANGE_REQUEST = "requiresChangeRequest";
  private static final String FOLDER = "folder";
  private static final String PHASE = "phase";
  private static final String RENAMED_FROM = "renamedFrom";

  private final Path file;

  ReferenceList(Path file) {
    this.file = file;
  }

  /** How far the creation or deletion of a reference is. */
  enum Phase {
    /** The list may be ahead of Nessie: unless this ends, there is no such reference. */
    CREATING,
    LIVE,
    /** Nessie may have it still: it is deleted there, too. */
    DELETING
  }

  /**
   * A branch or tag.
   *
   * @param folder the name of a branch's folders, that no branch before had
   * @param renamedFrom while it is created, the name that it gets its branch or tag from
   */
  record Entry(Reference reference, String folder, Phase phase, @Nullable BranchName renamedFrom) {
    /** What is there, in a folder by its name. */
    static Entry live(Reference reference) {
      return new Entry(reference, WarehouseLayout.folder(reference.name()), Phase.LIVE, null);
    }

    BranchName name() {
      return reference.name();
    }

    boolean isLive() {
      return phase == Phase.LIVE;
    }

    Entry with(Reference changed) {
      return new Entry(changed, folder, phase, renamedFrom);
    }

    Entry in(Phase changed) {
      return new Entry(reference, folder, changed, null);
    }
  }

  /** Runs an action while no other process changes the tenant's references. */
  void locked(ListLock.Action action) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("no folder of " + file);
    }
    new ListLock(folder).locked(action);
  }

  /** Returns the references, in the order of their creation. */
  List<Entry> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    if (ValueJson.read(Files.readString(file, StandardCharsets.UTF_8)) instanceof Map<?, ?> root
        && root.get(REFERENCES) instanceof List<?> references) {
      for (Object reference : references) {
        if (reference instanceof Map<?, ?> map) {
          entries.add(entry(map));
        }
      }
      return entries;
    }
    throw new IOException("not a list of references: " + file);
  }

  private Entry entry(Map<?, ?> map) throws IOException {
    BranchName name = new BranchName(text(map, NAME));
    String owner = optional(map, OWNER);
    String createdAt = optional(map, CREATED_AT);
    String expiresAt = optional(map, EXPIRES_AT);
    String folder = optional(map, FOLDER);
    String phase = optional(map, PHASE);
    String renamedFrom = optional(map, RENAMED_FROM);
    return new Entry(
        new Reference(
            name,
            ReferenceKind.valueOf(text(map, KIND)),
            new BranchName(text(map, FROM)),
            CommitId.parse(text(map, COMMIT)),
            new ReferenceDetails(
                owner == null ? Actor.SYSTEM : new Actor(owner),
                map.get(PURPOSE) instanceof String purpose ? purpose : "",
                createdAt == null ? null : Instant.parse(createdAt),
                Boolean.TRUE.equals(map.get(PROTECTED)),
                expiresAt == null ? null : Instant.parse(expiresAt),
                rules(map.get(RULES)))),
        folder == null ? WarehouseLayout.folder(name) : folder,
        phase == null ? Phase.LIVE : Phase.valueOf(phase),
        renamedFrom == null ? null : new BranchName(renamedFrom));
  }

  private static ReviewRules rules(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return ReviewRules.NONE;
    }
    return new ReviewRules(
        map.get(APPROVALS) instanceof Number number ? number.intValue() : 0,
        map.get(CHECKS) instanceof List<?> checks
            ? checks.stream().map(String::valueOf).toList()
            : List.of(),
        Boolean.TRUE.equals(map.get(CHANGE_REQUEST)));
  }

  private static @Nullable String optional(Map<?, ?> map, String key) {
    return map.get(key) instanceof String text ? text : null;
  }

  private String text(Map<?, ?> map, String key) throws IOException {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw new IOException("no " + key + " of a reference in " + file);
  }

  /** Replaces the references. Called with the lock held. */
  void write(List<Entry> entries) throws IOException {
    List<Object> references = entries.stream().<Object>map(ReferenceList::json).toList();
    FileSync.replace(
        file, ValueJson.write(Map.of(REFERENCES, references)).getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a reference. Called with the lock held. */
  void add(Entry entry) throws IOException {
    List<Entry> entries = new ArrayList<>(read());
    entries.add(entry);
    write(entries);
  }

  /** Replaces a reference by one or none, and returns the list. Called with the lock held. */
  List<Entry> replace(BranchName name, @Nullable Entry replacement) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : read()) {
      if (!entry.name().equals(name)) {
        entries.add(entry);
      } else if (replacement != null) {
        entries.add(replacement);
      }
    }
    write(entries);
    return entries;
  }

  private static Map<String, Object> json(Entry entry) {
    Reference reference = entry.reference();
    ReferenceDetails details = reference.details();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(NAME, reference.name().value());
    json.put(KIND, reference.kind().name());
    json.put(FROM, reference.from().value());
    json.put(COMMIT, reference.commit().toString());
    json.put(OWNER, details.owner().name());
    json.put(PURPOSE, details.purpose());
    json.put(PROTECTED, details.isProtected());
    json.put(FOLDER, entry.folder());
    json.put(PHASE, entry.phase().name());
    if (details.createdAt() != null) {
      json.put(CREATED_AT, details.createdAt().toString());
    }
    if (details.expiresAt() != null) {
      json.put(EXPIRES_AT, details.expiresAt().toString());
    }
    ReviewRules rules = details.rules();
    if (!rules.equals(ReviewRules.NONE)) {
      json.put(
          RULES,
          Map.of(
              APPROVALS,
              (long) rules.requiredApprovals(),
              CHECKS,
              rules.requiredChecks(),
              CHANGE_REQUEST,
              rules.requiresChangeRequest()));
    }
    if (entry.renamedFrom() != null) {
      json.put(RENAMED_FROM, entry.renamedFrom().value());
    }
    return json;
  }
}
