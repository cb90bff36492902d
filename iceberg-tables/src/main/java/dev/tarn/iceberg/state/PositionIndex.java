package dev.tarn.iceberg.state;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * Where the row of each entity of one table is. Belongs to one snapshot of the table, which is
 * stored with it in the same version of the store: what a crash leaves is an older pair of the two.
 *
 * <p>Of one thread.
 */
final class PositionIndex {
  /** What {@link #snapshotId()} returns for a table without snapshots. */
  static final long EMPTY = -1;

  /** A file's number and a row's position share a long. */
  private static final int POSITION_BITS = 36;

  private static final long POSITION_MASK = (1L << POSITION_BITS) - 1;
  private static final int MAX_FILES = 1 << (Long.SIZE - 1 - POSITION_BITS);
  private static final String SNAPSHOT = "snapshot-id";

  private final MVMap<byte[], Long> positions;
  private final MVMap<Long, String> files;
  private final MVMap<String, Long> meta;
  private final Map<String, Long> numbers = new HashMap<>();

  /** Where a row is. */
  record Position(String file, long row) {}

  PositionIndex(MVStore store, String table) {
    this.positions =
        store.openMap(
            table + ".positions",
            new MVMap.Builder<byte[], Long>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE));
    this.files =
        store.openMap(
            table + ".files",
            new MVMap.Builder<Long, String>()
                .keyType(LongDataType.INSTANCE)
                .valueType(StringDataType.INSTANCE));
    this.meta =
        store.openMap(
            table + ".meta",
            new MVMap.Builder<String, Long>()
                .keyType(StringDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE));
    files.forEach((number, file) -> numbers.put(file, number));
  }

  /** Returns the snapshot that the positions belong to; null if they belong to none. */
  @Nullable Long snapshotId() {
    return meta.get(SNAPSHOT);
  }

  /** Says that the positions now are those of a snapshot. */
  void belongsTo(long snapshotId) {
    meta.put(SNAPSHOT, snapshotId);
  }

  /** Says that the positions are of no snapshot, while they change. */
  void belongsToNone() {
    meta.remove(SNAPSHOT);
  }

  @Nullable Position find(String id) {
    Long packed = positions.get(key(id));
    if (packed == null) {
      return null;
    }
    String file = files.get(packed >>> POSITION_BITS);
    if (file == null) {
      throw new IllegalStateException("a position is in a file that is not known");
    }
    return new Position(file, packed & POSITION_MASK);
  }

  void put(String id, String file, long row) {
    if (row < 0 || row > POSITION_MASK) {
      throw new IllegalArgumentException("row " + row + " of " + file);
    }
    positions.put(key(id), number(file) << POSITION_BITS | row);
  }

  void clear() {
    belongsToNone();
    positions.clear();
    files.clear();
    numbers.clear();
  }

  private long number(String file) {
    return numbers.computeIfAbsent(
        file,
        added -> {
          Long last = files.lastKey();
          long number = last == null ? 0 : last + 1;
          if (number >= MAX_FILES) {
            throw new IllegalStateException("more than " + MAX_FILES + " files; rebuild the index");
          }
          files.put(number, added);
          return number;
        });
  }

  /** Ids are 32 hexadecimal digits: as 16 bytes they halve the index. */
  private static byte[] key(String id) {
    byte[] digits = id.getBytes(StandardCharsets.ISO_8859_1);
    byte[] key = new byte[digits.length / 2];
    for (int i = 0; i < key.length; i++) {
      key[i] =
          (byte) (Character.digit(digits[2 * i], 16) << 4 | Character.digit(digits[2 * i + 1], 16));
    }
    return key;
  }
}
