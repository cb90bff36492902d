package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.jspecify.annotations.Nullable;

/** Reads what {@link EdgeDocuments} wrote. Not thread safe. */
final class EdgeReader {
  /** The order of what is in no list; others are not negative. */
  private static final int TOMBSTONE = -1;

  private final DocumentLookup lookup;
  private final AssetIds ids;
  private final NumberColumn sources;
  private final NumberColumn targets;
  private final TextColumn types;
  private final NumberColumn created;
  private final NumberColumn ages;
  private final TextColumn creators;
  private final TextColumn updaters;
  private final NumberColumn versions;
  private final NumberColumn seqs;
  private final NumberColumn orders;

  EdgeReader(DirectoryReader reader, DocumentLookup lookup, AssetIds ids) {
    this.lookup = lookup;
    this.ids = ids;
    this.sources = new NumberColumn(reader, Fields.SOURCE_NODE);
    this.targets = new NumberColumn(reader, Fields.TARGET_NODE);
    this.types = new TextColumn(reader, Fields.EDGE_TYPE_VALUE);
    this.created = new NumberColumn(reader, Fields.EDGE_CREATED);
    this.ages = new NumberColumn(reader, Fields.EDGE_AGE);
    this.creators = new TextColumn(reader, Fields.EDGE_CREATOR);
    this.updaters = new TextColumn(reader, Fields.EDGE_UPDATER);
    this.versions = new NumberColumn(reader, Fields.EDGE_VERSION);
    this.seqs = new NumberColumn(reader, Fields.EDGE_SEQ);
    this.orders = new NumberColumn(reader, Fields.EDGE_ORDER);
  }

  /** Whether a document is that of the relationship of this type between these nodes. */
  boolean is(int doc, String type, int source, int target) throws IOException {
    return sources.read(doc, -1) == source
        && targets.read(doc, -1) == target
        && type.equals(types.read(doc));
  }

  /** Whether a document has the type and the ends that are looked for; it may be a tombstone. */
  boolean matches(int doc, EdgeFilter filter) throws IOException {
    long source = sources.read(doc, -1);
    long target = targets.read(doc, -1);
    return isAt(filter.source(), source)
        && isAt(filter.target(), target)
        && (isAt(filter.either(), source) || isAt(filter.either(), target))
        && filter.type().equals(types.read(doc));
  }

  private static boolean isAt(int wanted, long end) {
    return wanted == EdgeFilter.ANY || wanted == end;
  }

  /** Returns the beginning of the id; negative if the document is a tombstone. */
  long order(int doc) throws IOException {
    return orders.read(doc, TOMBSTONE);
  }

  RelationshipId id(int doc) throws IOException {
    return RelationshipId.derive(type(doc), source(doc), target(doc));
  }

  String type(int doc) throws IOException {
    return present(types.read(doc));
  }

  int sourceNode(int doc) throws IOException {
    return Math.toIntExact(sources.read(doc, -1));
  }

  int targetNode(int doc) throws IOException {
    return Math.toIntExact(targets.read(doc, -1));
  }

  private AssetId source(int doc) throws IOException {
    return ids.ofNode(sourceNode(doc));
  }

  private AssetId target(int doc) throws IOException {
    return ids.ofNode(targetNode(doc));
  }

  Relationship read(int doc) throws IOException {
    String type = type(doc);
    AssetId source = source(doc);
    AssetId target = target(doc);
    Instant createdAt = Instant.EPOCH.plus(created.read(doc, 0), ChronoUnit.MICROS);
    String createdBy = present(creators.read(doc));
    String updatedBy = updaters.read(doc);
    return new Relationship(
        RelationshipId.derive(type, source, target),
        type,
        source,
        target,
        attributes(lookup.stored(doc, Fields.SOURCE)),
        order(doc) == TOMBSTONE,
        createdAt,
        createdBy,
        createdAt.plus(ages.read(doc, 0), ChronoUnit.MICROS),
        updatedBy == null ? createdBy : updatedBy,
        versions.read(doc, 1),
        seqs.read(doc, 0));
  }

  private static Map<String, Object> attributes(byte @Nullable [] json) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (json != null
        && ValueJson.read(new String(json, StandardCharsets.UTF_8)) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> attributes.put((String) name, value));
    }
    return attributes;
  }

  private static String present(@Nullable String text) throws IOException {
    if (text == null) {
      throw new IOException("a document of the index is no relationship");
    }
    return text;
  }
}
