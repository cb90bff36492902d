package dev.tarn.connectors.mapping;

import dev.tarn.core.change.Change;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what records say about assets and relationships, one {@link Draft} each, and turns them
 * into changes: one upsert per asset, after all that it refers to, then the relationships.
 *
 * <p>What is referred to but nowhere described is written as a stub, which has no field but those
 * its name implies, so that it never replaces what another source knows. Upserts merge. Not thread
 * safe.
 */
public final class ChangeFold {
  /** The most assets that are remembered as written; beyond, some stubs are written again. */
  private static final int MAX_WRITTEN = 500_000;

  private record Edge(String type, Ref source, Ref target) {
    String ends() {
      return source + "\n" + target;
    }
  }

  private static final class Entry {
    final Draft draft;
    final ImportPosition position;
    boolean entered;

    Entry(Draft draft, ImportPosition position) {
      this.draft = draft;
      this.position = position;
    }
  }

  private final Map<Ref, Entry> assets = new LinkedHashMap<>();
  private final Map<Edge, Entry> edges = new LinkedHashMap<>();
  private final Set<Ref> written = new HashSet<>();
  private @Nullable LastWrites lastWrites;
  private @Nullable ImportSink report;
  private ImportPosition position = new ImportPosition("", 1);
  private long order;

  /** Says where what follows was read, and how it ranks among writes to the same field. */
  public ChangeFold at(ImportPosition newPosition, long newOrder) {
    position = newPosition;
    order = newOrder;
    return this;
  }

  /** Returns the rank of what is written now. */
  public long order() {
    return order;
  }

  /** Changes the rank of what follows. */
  public void rank(long newOrder) {
    order = newOrder;
  }

  /** Returns the draft of an asset; to mention it is to make sure that it exists. */
  public Draft asset(Ref ref) {
    Entry entry = assets.get(ref);
    if (entry == null) {
      entry = new Entry(new Draft(this), position);
      assets.put(ref, entry);
    }
    return entry.draft;
  }

  /** Returns the draft of a data set, with what its name says about it and what contains it. */
  public Draft dataset(DatasetName name) {
    Ref parent = null;
    for (DatasetName.Ancestor ancestor : name.ancestors()) {
      Draft draft = asset(ancestor.ref());
      if (parent != null) {
        draft.parent(parent).platform(name.platform()).name(ancestor.name());
      }
      parent = ancestor.ref();
    }
    Draft draft = asset(name.ref()).platform(name.platform());
    // Other data sets are known by a title that only their platform knows.
    if (!name.ref().type().equals("dataset") || DatasetName.isLocated(name.platform())) {
      draft.name(name.name());
    }
    // What has only a platform above it may be in a folder that its name does not tell.
    return name.ancestors().size() > 1 ? draft.parent(parent) : draft;
  }

  /**
   * Returns the draft of a column. The data set contains all of them, those that are nested too:
   * who only mentions a column cannot tell a nested one from one with a dot in its name.
   */
  public Draft column(DatasetName dataset, String path) {
    Draft draft =
        asset(dataset.column(path))
            .name(dataset.columnName(path))
            .platform(dataset.platform())
            .parent(dataset.ref());
    if (path.indexOf('.') >= 0) {
      draft.attribute("fieldPath", path);
    }
    return draft;
  }

  /** Returns the draft of a relationship; both ends are made sure of. */
  public Draft edge(String type, Ref source, Ref target) {
    Edge edge = new Edge(type, source, target);
    Entry entry = edges.get(edge);
    if (entry == null) {
      asset(source);
      asset(target);
      entry = new Entry(new Draft(this), position);
      edges.put(edge, entry);
    }
    return entry.draft;
  }

  /** Says where values are reported that no asset can have; without, they are left out silently. */
  ChangeFold reportTo(ImportSink newReport) {
    report = newReport;
    return this;
  }

  /** Reports a value that is left out, so that the rest of its asset goes in. */
  void leftOut(ErrorCode code, String message, String field) {
    if (report != null) {
      report.rejected(position, code, message, field);
    }
  }

  /** Returns how many assets and relationships are held. */
  public int size() {
    return assets.size() + edges.size();
  }

  /** Returns all that is held as changes, in the order in which they can be applied. */
  public List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    try {
      flush((at, change) -> changes.add(change));
    } catch (IOException e) {
      throw new IllegalStateException("a list does not fail", e);
    }
    return changes;
  }

  void flush(ImportSink sink) throws IOException {
    flush(sink::change);
  }

  /** Remembers the writes that are held, and forgets them. */
  void recordInto(LastWrites last) {
    assets.forEach((ref, entry) -> entry.draft.record(ref.type(), ref.qualifiedName(), last));
    edges.forEach((edge, entry) -> entry.draft.record(edge.type(), edge.ends(), last));
    assets.clear();
    edges.clear();
  }

  /** From now on leaves out writes that are not the last of their field. */
  void keepOnly(LastWrites last) {
    lastWrites = last;
  }

  private interface Output {
    void accept(ImportPosition position, Change change) throws IOException;
  }

  private void flush(Output output) throws IOException {
    if (written.size() > MAX_WRITTEN) {
      written.clear();
    }
    for (Map.Entry<Ref, Entry> asset : assets.entrySet()) {
      write(asset.getKey(), asset.getValue(), output);
    }
    for (Map.Entry<Edge, Entry> held : edges.entrySet()) {
      Edge edge = held.getKey();
      Entry entry = held.getValue();
      output.accept(
          entry.position,
          new Change.PutRelationship(
              edge.type(),
              edge.source().locator(),
              edge.target().locator(),
              entry.draft.attributes(edge.type(), edge.ends(), lastWrites),
              null));
    }
    assets.clear();
    edges.clear();
  }

  private void write(Ref ref, Entry entry, Output output) throws IOException {
    if (entry.entered) {
      return;
    }
    entry.entered = true;
    for (Ref reference : entry.draft.references()) {
      Entry target = assets.get(reference);
      if (target == null) {
        stub(reference, entry.position, output);
      } else if (!target.entered) {
        write(reference, target, output);
      } else if (!written.contains(reference)) {
        // Two assets refer to each other: one of them has to exist before it is complete.
        stub(reference, target.position, output);
      }
    }
    Map<String, @Nullable Object> fields =
        entry.draft.fields(ref.type(), ref.qualifiedName(), lastWrites);
    boolean first = written.add(ref);
    if (first || !fields.isEmpty()) {
      output.accept(entry.position, upsert(ref, fields));
    }
  }

  private void stub(Ref ref, ImportPosition at, Output output) throws IOException {
    if (written.add(ref)) {
      output.accept(at, upsert(ref, Map.of()));
    }
  }

  private static Change upsert(Ref ref, Map<String, @Nullable Object> fields) {
    return new Change.UpsertAsset(ref.type(), ref.qualifiedName(), fields, UpsertMode.MERGE, null);
  }
}
