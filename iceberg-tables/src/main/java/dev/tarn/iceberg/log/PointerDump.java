package dev.tarn.iceberg.log;

import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.TableName;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.iceberg.nessie.CommitAnswer;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.PointerOperation;
import dev.tarn.iceberg.nessie.StoredPointer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * All of a branch's names in a file, from which a Nessie that has lost them gets them back: gzipped
 * lines, each a part of the names as {@link PointerJson} writes creations.
 */
final class PointerDump {
  /** What a line has, and a commit that restores. */
  private static final int BATCH = 1_000;

  private PointerDump() {}

  /** Writes the names that a commit has, synced. */
  static void write(Path file, NessieReferences nessie, String hash) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer out = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
      List<PointerChange> batch = new ArrayList<>();
      nessie
          .pointers()
          .all(
              hash,
              (name, stored) -> {
                if (!name.isReserved()) {
                  batch.add(PointerChange.create(name, stored.pointer()));
                }
                if (batch.size() == BATCH) {
                  writeLine(out, batch);
                }
              });
      writeLine(out, batch);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    FileSync.replace(file, bytes.toByteArray());
  }

  private static void writeLine(Writer out, List<PointerChange> batch) {
    try {
      out.write(PointerJson.write(batch) + "\n");
      batch.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<TableName, Pointer> read(Path file) throws IOException {
    Map<TableName, Pointer> pointers = new LinkedHashMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        for (PointerChange change : PointerJson.read(line)) {
          Pointer pointer = change.next();
          if (pointer == null) {
            throw new IOException(file + " is not a list of names");
          }
          pointers.put(change.name(), pointer);
        }
      }
    }
    return pointers;
  }

  /**
   * Makes a branch's names what the file has. Nobody reads them meanwhile; what stops half-way is
   * done again from the start.
   */
  static void restore(Path file, NessieReferences nessie, String reference, BranchHead head)
      throws IOException {
    Map<TableName, Pointer> wanted = read(file);
    String hash = head.commit().hash();
    Map<TableName, StoredPointer> present = new HashMap<>();
    nessie
        .pointers()
        .all(
            hash,
            (name, stored) -> {
              if (!name.isReserved()) {
                present.put(name, stored);
              }
            });
    List<PointerOperation> deletes = new ArrayList<>();
    present.forEach(
        (name, stored) -> {
          Pointer kept = wanted.get(name);
          if (kept == null || kept.kind() != stored.pointer().kind()) {
            deletes.add(new PointerOperation.Delete(name));
          }
        });
    List<PointerOperation> puts = new ArrayList<>();
    wanted.forEach(
        (name, pointer) -> {
          StoredPointer stored = present.get(name);
          if (stored == null || stored.pointer().kind() != pointer.kind()) {
            puts.add(new PointerOperation.Put(name, null, pointer));
          } else if (!stored.pointer().equals(pointer)) {
            puts.add(new PointerOperation.Put(name, stored.contentId(), pointer));
          }
        });
    Comparator<PointerOperation> outermostFirst =
        Comparator.comparingInt(operation -> operation.name().levels().size());
    deletes.sort(outermostFirst.reversed());
    puts.sort(outermostFirst);
    String emptied = commit(nessie, reference, deletes, hash, head);
    var unused = commit(nessie, reference, puts, emptied, head);
  }

  /** Commits operations in parts; returns the hash after them. */
  private static String commit(
      NessieReferences nessie,
      String reference,
      List<PointerOperation> operations,
      String hash,
      BranchHead head)
      throws IOException {
    String reached = hash;
    for (int from = 0; from < operations.size(); from += BATCH) {
      PreparedCommit part =
          PreparedCommit.of(
              head,
              "restore-names",
              Map.of(),
              operations.subList(from, Math.min(operations.size(), from + BATCH)));
      CommitAnswer answer =
          nessie.commit(
              reference,
              reached,
              part.message(),
              part.properties(),
              part.contents(),
              part.pointers());
      if (!(answer instanceof CommitAnswer.Committed committed)) {
        throw new IOException("the names of " + reference + " cannot be restored: " + answer);
      }
      reached = committed.hash();
    }
    return reached;
  }
}
