package dev.tarn.iceberg.log;

import dev.tarn.core.scope.CommitId;
import dev.tarn.iceberg.nessie.CommitRecord;
import dev.tarn.iceberg.nessie.NessieReferences;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Tarn's commits of a branch, oldest first, in a local file: finds the commit of a sequence number
 * or a time without a walk through Nessie's history. The file is a copy of that history, of this
 * process alone, and never synced: what is torn or no longer on the branch is cut off and copied
 * again.
 *
 * <p>A record has 64 bytes: sequence number, time in microseconds, length of the hash, hash,
 * checksum.
 */
public final class CommitIndex implements AutoCloseable {
  private static final int RECORD_BYTES = 64;
  private static final int MAX_HASH_BYTES = 40;
  private static final int MAX_WALKED = 1_000;
  private static final int CHECKED_BYTES = 8 + 8 + 1 + MAX_HASH_BYTES;

  private record Entry(long seq, long timeMicros, String hash) {
    CommitId commit() {
      return new CommitId(seq, hash);
    }
  }

  /** A search for where another history meets this one; neither changes behind it. */
  private record Walk(String hash, long afterSeq) {}

  private final Map<Walk, CommitId> walked =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Walk, CommitId> eldest) {
          return size() > MAX_WALKED;
        }
      };

  private final NessieReferences nessie;
  private final String reference;
  private final FileChannel channel;
  private long count;

  private CommitIndex(NessieReferences nessie, String reference, FileChannel channel)
      throws IOException {
    this.nessie = nessie;
    this.reference = reference;
    this.channel = channel;
    this.count = channel.size() / RECORD_BYTES;
    while (count > 0 && read(count - 1).isEmpty()) {
      count--;
    }
  }

  /** Opens the copy of a reference's history. */
  public static CommitIndex open(NessieReferences nessie, String reference, Path file)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return new CommitIndex(
        nessie,
        reference,
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** Takes over what the branch has up to a head, and cuts off what it no longer has. */
  public synchronized void follow(String headHash) throws IOException {
    if (count > 0 && entry(count - 1).hash().equals(headHash)) {
      return;
    }
    List<Entry> newer = new ArrayList<>();
    long[] known = {0};
    IOException[] failure = new IOException[1];
    boolean found =
        nessie
            .history()
            .log(
                reference,
                headHash,
                commit -> {
                  try {
                    Optional<Entry> entry = entry(commit);
                    if (entry.isEmpty()) {
                      return true;
                    }
                    known[0] = find(entry.get()) + 1;
                    if (known[0] == 0) {
                      newer.add(entry.get());
                    }
                    return known[0] == 0;
                  } catch (IOException e) {
                    failure[0] = e;
                    return false;
                  }
                });
    if (failure[0] != null) {
      throw failure[0];
    }
    if (!found) {
      throw new IOException("no commit " + headHash + " on " + reference);
    }
    ByteBuffer records = ByteBuffer.allocate(Math.multiplyExact(newer.size(), RECORD_BYTES));
    newer.reversed().forEach(entry -> write(records, entry));
    records.flip();
    long at = known[0] * RECORD_BYTES;
    channel.truncate(at);
    while (records.hasRemaining()) {
      at += channel.write(records, at);
    }
    count = known[0] + newer.size();
  }

  /**
   * Returns the commit at which a sequence number became visible.
   *
   * @throws IOException if the log did not reach it
   */
  public synchronized CommitId commitOf(long seq) throws IOException {
    return new CommitId(seq, covering(seq).hash());
  }

  /**
   * Returns the commit at which a sequence number became visible, with all that did so with it.
   *
   * @throws IOException if the log did not reach it
   */
  public synchronized CommitId covering(long seq) throws IOException {
    long index = firstAtOrAfter(seq);
    if (index == count) {
      throw new IOException("no commit of " + seq + " on " + reference);
    }
    return entry(index).commit();
  }

  /** Returns how far the log reaches in this copy; -1 if it is empty. */
  public synchronized long lastSeq() throws IOException {
    return count == 0 ? -1 : entry(count - 1).seq();
  }

  /** Returns the last commit whose log ends at or before a time; empty if there is none. */
  public synchronized Optional<CommitId> lastAt(Instant time) throws IOException {
    long micros = micros(time);
    long low = 0;
    long high = count;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (entry(middle).timeMicros() <= micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : Optional.of(entry(low - 1).commit());
  }

  /** Returns whether the branch has a commit. */
  public synchronized boolean contains(CommitId commit) throws IOException {
    return find(new Entry(commit.seq(), 0, commit.hash())) >= 0;
  }

  /**
   * Returns the newest commit of the branch that another one is, or comes after: that one's history
   * is walked until it meets the branch's.
   *
   * @param afterSeq where the walk ends
   * @return empty if they do not meet before that, or Nessie does not have the other one any more
   */
  public synchronized Optional<CommitId> newestBefore(CommitId other, long afterSeq)
      throws IOException {
    Walk walk = new Walk(other.hash(), afterSeq);
    CommitId met = walked.get(walk);
    if (met == null) {
      met = met(walk);
      walked.put(walk, met);
    }
    return met.equals(CommitId.NOTHING) ? Optional.empty() : Optional.of(met);
  }

  private CommitId met(Walk walk) throws IOException {
    CommitId[] met = {CommitId.NOTHING};
    IOException[] failure = new IOException[1];
    var unused =
        nessie
            .history()
            .logOf(
                walk.hash(),
                commit -> {
                  try {
                    Optional<Entry> entry = entry(commit);
                    if (entry.isEmpty() || entry.get().seq() <= walk.afterSeq()) {
                      return entry.isEmpty();
                    }
                    if (find(entry.get()) >= 0) {
                      met[0] = entry.get().commit();
                    }
                    return find(entry.get()) < 0;
                  } catch (IOException e) {
                    failure[0] = e;
                    return false;
                  }
                });
    if (failure[0] != null) {
      throw failure[0];
    }
    return met[0];
  }

  private long firstAtOrAfter(long seq) throws IOException {
    long low = 0;
    long high = count;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (entry(middle).seq() < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the place of a commit; -1 if it is not here. */
  private long find(Entry wanted) throws IOException {
    for (long i = firstAtOrAfter(wanted.seq()); i < count; i++) {
      Entry entry = entry(i);
      if (entry.seq() != wanted.seq()) {
        return -1;
      }
      if (entry.hash().equals(wanted.hash())) {
        return i;
      }
    }
    return -1;
  }

  /** Returns what is kept of a commit; empty if it is not one of Tarn's. */
  private static Optional<Entry> entry(CommitRecord commit) {
    String seq = commit.properties().get(BranchTables.SEQ);
    String time = commit.properties().get(BranchTables.LAST_TIME);
    if (seq == null || time == null || commit.hash().length() > 2 * MAX_HASH_BYTES) {
      return Optional.empty();
    }
    return Optional.of(new Entry(Long.parseLong(seq), micros(Instant.parse(time)), commit.hash()));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private Entry entry(long index) throws IOException {
    return read(index)
        .orElseThrow(() -> new IOException("the copy of " + reference + "'s history is damaged"));
  }

  private Optional<Entry> read(long index) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(RECORD_BYTES);
    long at = index * RECORD_BYTES;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at + buffer.position());
      if (read < 0) {
        throw new EOFException("the copy of " + reference + "'s history is cut");
      }
    }
    buffer.flip();
    long seq = buffer.getLong();
    long time = buffer.getLong();
    byte[] hash = new byte[Math.clamp(buffer.get(), 0, MAX_HASH_BYTES)];
    buffer.get(hash);
    return buffer.getInt(CHECKED_BYTES) == checksum(buffer.array())
        ? Optional.of(new Entry(seq, time, HexFormat.of().formatHex(hash)))
        : Optional.empty();
  }

  private static void write(ByteBuffer records, Entry entry) {
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
    byte[] hash = HexFormat.of().parseHex(entry.hash());
    record.putLong(entry.seq()).putLong(entry.timeMicros()).put((byte) hash.length).put(hash);
    record.putInt(CHECKED_BYTES, checksum(record.array()));
    records.put(record.array());
  }

  private static int checksum(byte[] record) {
    CRC32 crc = new CRC32();
    crc.update(record, 0, CHECKED_BYTES);
    return (int) crc.getValue();
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
