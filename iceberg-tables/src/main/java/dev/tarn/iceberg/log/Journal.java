package dev.tarn.iceberg.log;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.table.PointerChange;
import dev.tarn.iceberg.chain.GroupHash;
import dev.tarn.iceberg.io.DeferredSyncFileIO;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.ChangeRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.avro.Avro;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.avro.DataWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.OutputFile;

/**
 * The change files of a branch, in one folder, each named by its first sequence number. The name is
 * a claim: a file is published under it at most once, by whichever process is first, and only after
 * its content is synced. So of all groups that might follow one end of the log there is at most one
 * here, and the folder alone tells the order of everything that was ever acknowledged.
 */
final class Journal {
  private static final String SUFFIX = ".avro";
  private static final String TEMPORARY = ".tmp";
  private static final Duration TEMPORARY_AGE = Duration.ofHours(1);

  private static final String GROUP_ID = "tarn.group-id";
  private static final String LAST_SEQ = "tarn.last-seq";
  private static final String PARENT_SEQ = "tarn.parent-seq";
  private static final String PARENT_GROUP_ID = "tarn.parent-group-id";
  private static final String PARENT_HASH = "tarn.parent-hash";
  private static final String HASH = "tarn.hash";
  private static final String FIRST_TIME = "tarn.first-time";
  private static final String LAST_TIME = "tarn.last-time";
  private static final String ENTRIES = "tarn.entries";
  private static final String POINTERS = "tarn.pointers";

  private final Path folder;

  private Journal(Path folder) {
    this.folder = folder;
  }

  /** Opens a folder; removes what unfinished writes of long ago have left. */
  static Journal open(Path folder) throws IOException {
    FileSync.createDirectories(folder);
    Instant old = Instant.now().minus(TEMPORARY_AGE);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
      for (Path leftover : leftovers) {
        if (Files.getLastModifiedTime(leftover).toInstant().isBefore(old)) {
          Files.deleteIfExists(leftover);
        }
      }
    }
    return new Journal(folder);
  }

  /** A file that is written, but not yet under its name. */
  record Draft(Path temporary, ChangeFile file) {
    /** Makes the content safe. */
    void sync() throws IOException {
      FileSync.file(temporary);
    }

    void discard() throws IOException {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Writes a group; it is neither synced nor published.
   *
   * @param parent the head that it follows
   */
  Draft write(
      BranchHead parent, String groupId, List<LogEntry> entries, List<PointerChange> pointers)
      throws IOException {
    LogPosition position = LogPosition.of(parent);
    List<Record> rows = entries.stream().map(ChangeRows::write).toList();
    String hash = GroupHash.seal(parent.logHash(), rows);
    Path temporary = folder.resolve(UUID.randomUUID() + TEMPORARY);
    Instant firstTime = entries.getFirst().committedAt();
    Instant lastTime = entries.getLast().committedAt();
    long lastSeq = entries.getLast().seq();
    OutputFile out = new DeferredSyncFileIO().newOutputFile(LocalFileIO.location(temporary));
    boolean written = false;
    try {
      FileAppender<Record> appender =
          Avro.write(out)
              .schema(CatalogTable.CHANGES.schema())
              .createWriterFunc(DataWriter::create)
              .named("change")
              .set("write.avro.compression-codec", "zstd")
              .set("write.avro.compression-level", "1")
              .meta(pointers.isEmpty() ? Map.of() : Map.of(POINTERS, PointerJson.write(pointers)))
              .meta(
                  Map.of(
                      GROUP_ID, groupId,
                      LAST_SEQ, Long.toString(lastSeq),
                      PARENT_SEQ, Long.toString(position.seq()),
                      PARENT_GROUP_ID, position.groupId(),
                      PARENT_HASH, parent.logHash(),
                      HASH, hash,
                      FIRST_TIME, firstTime.toString(),
                      LAST_TIME, lastTime.toString(),
                      ENTRIES, Integer.toString(entries.size())))
              .build();
      try (appender) {
        rows.forEach(appender::add);
      }
      ChangeFile file =
          new ChangeFile(
              path(position.seq() + 1),
              position,
              lastSeq,
              groupId,
              parent.logHash(),
              hash,
              pointers,
              firstTime,
              lastTime,
              entries.size(),
              appender.length());
      written = true;
      return new Draft(temporary, file);
    } catch (UncheckedIOException e) {
      throw new IOException("cannot write a change file", e);
    } finally {
      if (!written) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /**
   * Publishes a synced draft, for good.
   *
   * @return false if another group has its place
   */
  boolean claim(Draft draft) throws IOException {
    try {
      Files.createLink(draft.file().path(), draft.temporary());
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    FileSync.directory(folder);
    return true;
  }

  /**
   * Returns the published file whose group begins at a sequence number.
   *
   * @throws IOException if it is there and cannot be read: it may hold what was acknowledged
   */
  Optional<ChangeFile> find(long firstSeq) throws IOException {
    Path path = path(firstSeq);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(path.toFile(), new GenericDatumReader<>())) {
      return Optional.of(
          new ChangeFile(
              path,
              new LogPosition(
                  Long.parseLong(reader.getMetaString(PARENT_SEQ)),
                  reader.getMetaString(PARENT_GROUP_ID)),
              Long.parseLong(reader.getMetaString(LAST_SEQ)),
              reader.getMetaString(GROUP_ID),
              hash(reader, PARENT_HASH),
              hash(reader, HASH),
              pointers(reader),
              Instant.parse(reader.getMetaString(FIRST_TIME)),
              Instant.parse(reader.getMetaString(LAST_TIME)),
              Long.parseLong(reader.getMetaString(ENTRIES)),
              Files.size(path)));
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "the journal's file " + path + " cannot be read; it may hold acknowledged changes", e);
    }
  }

  private static String hash(DataFileReader<GenericRecord> reader, String key) {
    String hash = reader.getMetaString(key);
    return hash == null ? "" : hash;
  }

  private static List<PointerChange> pointers(DataFileReader<GenericRecord> reader)
      throws IOException {
    String json = reader.getMetaString(POINTERS);
    return json == null ? List.of() : PointerJson.read(json);
  }

  /** Takes a file out of the journal that follows another log than this one has become. */
  void setAside(ChangeFile file) throws IOException {
    Path name = file.path().getFileName();
    Files.move(
        file.path(),
        folder.resolve(name + ".orphan-" + UUID.randomUUID()),
        StandardCopyOption.ATOMIC_MOVE);
    FileSync.directory(folder);
  }

  /** Lists the published files whose groups begin at or before a sequence number. */
  List<Path> through(long seq) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : all) {
        String name = String.valueOf(file.getFileName());
        if (Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) <= seq) {
          files.add(file);
        }
      }
    }
    return files;
  }

  private Path path(long firstSeq) {
    return folder.resolve("%019d".formatted(firstSeq) + SUFFIX);
  }
}
