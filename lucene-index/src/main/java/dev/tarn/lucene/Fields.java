package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.RelationshipId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.lucene.util.BytesRef;

/** The names of the index's fields, and the form of their terms. */
final class Fields {
  /** Every document's identity: a letter for what it is, and the id, name or sequence number. */
  static final String KEY = "key";

  /** The JSON of the entity, stored. */
  static final String SOURCE = "source";

  /** {@link EntityKind#code()}; only what is live has it. */
  static final String KIND = "kind";

  /** The order of assets in lists: the qualified name, a 0 and the id. */
  static final String ASSET_ORDER = "assetOrder";

  static final String TYPE = "type";

  /** The name of what is a column of its parent. */
  static final String COLUMN_NAME = "columnName";

  static final String PARENT = "parent";
  static final String PLATFORM = "platform";
  static final String WORKSPACE = "workspace";
  static final String DOMAIN = "domain";
  static final String OWNER = "owner";
  static final String TAG = "tag";
  static final String CLASSIFICATION = "classification";
  static final String TERM = "term";
  static final String STATUS = "status";

  /** The name of an asset whose id does not derive from it: nearly no asset has this field. */
  static final String ADOPTED_NAME = "adoptedName";

  /**
   * The number of an asset, in tombstones and {@linkplain #STUB stubs}, too: dense from 0, given at
   * first sight, kept for the life of the index.
   */
  static final String NODE = "node";

  /** What an edge ends at, but the index does not have otherwise, has only its key and number. */
  static final String STUB = "stub";

  /** The numbers of the ends of an edge, in tombstones, too. */
  static final String SOURCE_NODE = "sourceNode";

  static final String TARGET_NODE = "targetNode";

  /** Terms that only live edges have. */
  static final String EDGE_TYPE = "edgeType";

  static final String SOURCE_END = "sourceEnd";
  static final String TARGET_END = "targetEnd";

  /** The order of live edges of one type in lists: the beginning of the id. */
  static final String EDGE_ORDER = "edgeOrder";

  /** The columns of edges and their tombstones. */
  static final String EDGE_TYPE_VALUE = "edgeTypeValue";

  static final String EDGE_SEQ = "edgeSeq";

  /** Microseconds since 1970. */
  static final String EDGE_CREATED = "edgeCreated";

  static final String EDGE_CREATOR = "edgeCreator";

  /** From creation to the last update, in microseconds; absent if 0. */
  static final String EDGE_AGE = "edgeAge";

  /** Absent if it is the creator. */
  static final String EDGE_UPDATER = "edgeUpdater";

  /** Absent if 1. */
  static final String EDGE_VERSION = "edgeVersion";

  /** The sequence number of the delete, in tombstones. */
  static final String ASSET_DELETED = "assetDeleted";

  static final String EDGE_DELETED = "edgeDeleted";

  /** The actor and key of a request. */
  static final String REQUEST = "request";

  /** When the group of a request was formed, in milliseconds since 1970. */
  static final String RECORDED = "recorded";

  /** What the keys of assets begin with. */
  static final BytesRef ASSET_KEYS = new BytesRef("a");

  /** No key of a relationship is less. */
  static final BytesRef FIRST_EDGE_KEY = new BytesRef("r");

  private static final int ID_BYTES = 16;

  private Fields() {}

  static BytesRef key(AssetId id) {
    return idKey('a', id.value());
  }

  /** A beginning of the id: two relationships may share it. */
  static BytesRef key(RelationshipId id) {
    byte[] key = new byte[1 + Integer.BYTES];
    key[0] = (byte) 'r';
    ByteBuffer.wrap(key, 1, Integer.BYTES).putInt((int) edgeOrder(id));
    return new BytesRef(key);
  }

  /** Whether a key is that of a relationship. */
  static boolean isEdgeKey(BytesRef key) {
    return key.bytes[key.offset] == 'r';
  }

  /** Returns the beginning of the id as a number that sorts as the id does. */
  static long edgeOrder(RelationshipId id) {
    return HexFormat.fromHexDigitsToLong(id.value(), 0, 2 * Integer.BYTES);
  }

  /** Returns the term for a number of an asset. */
  static BytesRef node(int node) {
    return new BytesRef(ByteBuffer.allocate(Integer.BYTES).putInt(node).array());
  }

  static BytesRef typeKey(EntityKind kind, String name) {
    return new BytesRef((kind == EntityKind.ASSET_TYPE ? "t" : "u") + name);
  }

  static BytesRef outcomeKey(long seq) {
    return new BytesRef(ByteBuffer.allocate(1 + Long.BYTES).put((byte) 'o').putLong(seq).array());
  }

  private static BytesRef idKey(char kind, String id) {
    byte[] key = new byte[1 + ID_BYTES];
    key[0] = (byte) kind;
    putId(key, 1, id);
    return new BytesRef(key);
  }

  /** Returns the term for a reference to an asset: its id in half the space. */
  static BytesRef id(AssetId id) {
    byte[] bytes = new byte[ID_BYTES];
    putId(bytes, 0, id.value());
    return new BytesRef(bytes);
  }

  static BytesRef name(String type, String qualifiedName) {
    return new BytesRef(type + '\0' + qualifiedName);
  }

  static BytesRef request(String actor, String idempotencyKey) {
    return new BytesRef(actor + '\0' + idempotencyKey);
  }

  /**
   * UTF-8 sorts as the core orders names; after the 0, which no name has, ids sort as their text.
   */
  static BytesRef order(String name, AssetId id) {
    byte[] prefix = name.getBytes(StandardCharsets.UTF_8);
    byte[] order = new byte[prefix.length + 1 + ID_BYTES];
    System.arraycopy(prefix, 0, order, 0, prefix.length);
    putId(order, prefix.length + 1, id.value());
    return new BytesRef(order);
  }

  /** Returns the id that ends an {@link #ASSET_ORDER}, or is all of a term. */
  static AssetId assetId(BytesRef term) {
    int end = term.offset + term.length;
    return new AssetId(HexFormat.of().formatHex(term.bytes, end - ID_BYTES, end));
  }

  private static void putId(byte[] target, int at, String id) {
    for (int i = 0; i < ID_BYTES; i++) {
      target[at + i] =
          (byte)
              (HexFormat.fromHexDigit(id.charAt(2 * i)) << 4
                  | HexFormat.fromHexDigit(id.charAt(2 * i + 1)));
    }
  }
}
