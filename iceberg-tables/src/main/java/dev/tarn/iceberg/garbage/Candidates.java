package dev.tarn.iceberg.garbage;

import dev.tarn.core.garbage.GarbageProgress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The files that deleted branches had: their locations in a file on disk, and in memory 8 bytes and
 * a bit for each. The 8 bytes are a hash: where two files share one, and one of them lives, the
 * other stays as garbage; never the other way round. Of one thread.
 */
final class Candidates implements AutoCloseable {
  /** 128 MB of hashes. More than that waits for the next collection. */
  private static final int MAX_FILES = 16_000_000;

  private static final String SEPARATOR = "\t";
  private static final int FIRST_CAPACITY = 1_024;

  /** What a file is; what leads to others is deleted after them, so that a crash hides nothing. */
  enum Kind {
    /** In a folder that was the branch's alone. */
    OWN,
    DATA,
    MANIFEST,
    MANIFEST_LIST,
    METADATA
  }

  /**
   * A file.
   *
   * @param branch the place of the branch that had it among those that are looked at
   * @param bytes 0 where that is not known
   */
  record Candidate(int branch, Kind kind, long bytes, String location) {
    private String line() {
      return String.join(
          SEPARATOR,
          Integer.toString(branch),
          kind.name(),
          Long.toString(bytes),
          URLEncoder.encode(location, StandardCharsets.UTF_8));
    }

    private static Candidate parse(String line) {
      String[] parts = line.split(SEPARATOR, 4);
      return new Candidate(
          Integer.parseInt(parts[0]),
          Kind.valueOf(parts[1]),
          Long.parseLong(parts[2]),
          URLDecoder.decode(parts[3], StandardCharsets.UTF_8));
    }
  }

  private final CanonicalLocations locations;
  private final GarbageProgress progress;
  private final MessageDigest digest;
  private final Path file;
  private final Writer out;
  private long[] hashes = new long[FIRST_CAPACITY];
  private int count;
  private BitSet needed = new BitSet();

  Candidates(Path workFolder, CanonicalLocations locations, GarbageProgress progress)
      throws IOException {
    this.locations = locations;
    this.progress = progress;
    Files.createDirectories(workFolder);
    this.file = Files.createTempFile(workFolder, "garbage", ".candidates");
    this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }

  /** Adds a file, before anything is {@linkplain #keep kept}; the same one may come again. */
  void add(Candidate candidate) throws IOException {
    if (isFull()) {
      return;
    }
    out.write(candidate.line() + "\n");
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.min(MAX_FILES, 2 * count));
    }
    hashes[count] = hash(candidate.location());
    count++;
    progress.reached(GarbageProgress.Phase.FINDING, count);
  }

  /** Ends the adding. */
  void sort() throws IOException {
    out.flush();
    Arrays.sort(hashes, 0, count);
    needed = new BitSet(count);
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Returns whether there may be more of them. */
  boolean isFull() {
    return count == MAX_FILES;
  }

  /** Takes a file out of the garbage, if it is in there. */
  void keep(String location) throws IOException {
    int place = Arrays.binarySearch(hashes, 0, count, hash(location));
    if (place >= 0) {
      needed.set(place);
    }
  }

  /** What is done with each candidate. */
  @FunctionalInterface
  interface Visitor {
    void visit(Candidate candidate, boolean isNeeded) throws IOException;
  }

  /** Hands over each file of a kind once, in the order of their finding. */
  void each(Kind kind, Visitor visitor) throws IOException {
    BitSet seen = new BitSet(count);
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Candidate candidate = Candidate.parse(line);
        if (candidate.kind() == kind) {
          int place = Arrays.binarySearch(hashes, 0, count, hash(candidate.location()));
          if (!seen.get(place)) {
            seen.set(place);
            visitor.visit(candidate, needed.get(place));
          }
        }
      }
    }
  }

  private long hash(String location) throws IOException {
    byte[] name = locations.of(location).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(digest.digest(name)).getLong();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      Files.deleteIfExists(file);
    }
  }
}
