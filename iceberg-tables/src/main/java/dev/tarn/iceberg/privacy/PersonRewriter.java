package dev.tarn.iceberg.privacy;

import dev.tarn.core.privacy.ErasurePlan;
import dev.tarn.core.privacy.ErasureResult;
import dev.tarn.core.privacy.NameReplacer;
import dev.tarn.core.privacy.PrivacyProgress;
import dev.tarn.core.privacy.PrivacyProgress.Phase;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.privacy.AvroRows.AvroRow;
import dev.tarn.iceberg.privacy.ParquetRows.ParquetRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/** Replaces a person in the files of a family. One run, of one thread. */
final class PersonRewriter {
  /** Each finds nothing that the one before has reached. */
  private static final int MAX_PASSES = 5;

  /** The kinds of notes that a run keeps. */
  static final List<String> NOTES = List.of("rewritten", "groups");

  private final CatalogFolders folders;
  private final NameReplacer names;
  private final RewriteNotes rewritten;
  private final GroupSalts salts;
  private final WarehousePersons.Tenants tenants;
  private final PrivacyProgress progress;
  private final Set<Path> resized = new HashSet<>();
  private long files;

  PersonRewriter(
      ErasurePlan plan,
      CatalogFolders folders,
      RewriteNotes rewritten,
      GroupSalts salts,
      WarehousePersons.Tenants tenants,
      PrivacyProgress progress)
      throws IOException {
    this.folders = folders;
    this.rewritten = rewritten;
    this.salts = salts;
    this.tenants = tenants;
    this.progress = progress;
    NameReplacer withoutEdges = new NameReplacer(plan.names(), plan.pseudonym(), Map.of());
    this.names =
        new NameReplacer(
            plan.names(), plan.pseudonym(), RelationshipIds.find(folders, withoutEdges));
  }

  ErasureResult run() throws IOException {
    for (int pass = 1; ; pass++) {
      Sightings sightings = new Sightings(names);
      List<CatalogFile> found = find(sightings);
      boolean isFirst = pass == 1;
      // What a run before this one has rewritten may not be in its manifests yet.
      if (pass > MAX_PASSES || (found.isEmpty() && !(isFirst && !rewritten.read().isEmpty()))) {
        return new ErasureResult(
            files,
            resized.size(),
            pass,
            sightings.replaceableFindings(),
            sightings.keptFindings(),
            tenants.redacted(folders.tenants(), salts.groups()));
      }
      rewrite(found);
    }
  }

  /** Returns the files in which a person is. */
  private List<CatalogFile> find(Sightings sightings) throws IOException {
    List<CatalogFile> found = new ArrayList<>();
    FileScan scan = new FileScan(names, sightings);
    long[] looked = new long[1];
    folders.each(
        file -> {
          long before = sightings.replaceable();
          scan.look(file);
          if (sightings.replaceable() > before) {
            found.add(file);
          }
          progress.reached(Phase.FINDING, ++looked[0]);
        });
    salts.add(scan.groups());
    addOthersOfGroups(found);
    return found;
  }

  /** A group that one file has a replaced row of may have others in other files. */
  private void addOthersOfGroups(List<CatalogFile> found) throws IOException {
    Set<Path> known = new HashSet<>();
    found.forEach(file -> known.add(file.path()));
    folders.each(
        file -> {
          if (!file.table().equals("changes") || known.contains(file.path())) {
            return;
          }
          AtomicBoolean isConcerned = new AtomicBoolean();
          if (file.kind() == CatalogFile.Kind.CHANGES) {
            var unused =
                AvroRows.read(file.path(), record -> look(AvroRow.of(record), isConcerned));
          } else if (file.kind() == CatalogFile.Kind.PARQUET) {
            Schema schema = ParquetRows.schema(ParquetRows.footer(file.path()));
            List<String> columns = ParquetRows.columns(schema);
            ParquetRows.read(
                file.path(), schema, record -> look(new ParquetRow(record, columns), isConcerned));
          }
          if (isConcerned.get()) {
            found.add(file);
          }
        });
  }

  private void look(RowRules.Row row, AtomicBoolean isConcerned) {
    if (salts.wanted(row) != null) {
      isConcerned.set(true);
    }
  }

  private void rewrite(List<CatalogFile> found) throws IOException {
    List<String> rows = new ArrayList<>();
    for (CatalogFile file : found) {
      if (file.kind() == CatalogFile.Kind.CHANGES || file.kind() == CatalogFile.Kind.PARQUET) {
        rows.add(file.path().toString());
      }
    }
    Set<Path> noted = new HashSet<>();
    rewritten.add(rows).forEach(path -> noted.add(Path.of(path)));
    for (CatalogFile file : found) {
      switch (file.kind()) {
        case CHANGES, PARQUET -> rewriteRows(file);
        case TEXT -> rewriteText(file.path());
        case MANIFEST, GZIP, PUFFIN -> {}
      }
    }
    rewriteManifests(noted);
  }

  private void rewriteRows(CatalogFile file) throws IOException {
    // What is counted in the pass is counted there.
    RowRules rules = new FileScan(names, new Sightings(names)).rows();
    boolean isSameLength;
    if (file.kind() == CatalogFile.Kind.PARQUET) {
      Schema schema = ParquetRows.schema(ParquetRows.footer(file.path()));
      List<String> columns = ParquetRows.columns(schema);
      isSameLength =
          ParquetRewrite.run(
              file.path(),
              record ->
                  changes(rules, file.table(), new ParquetRow(record, columns))
                      .forEach(record::setField));
    } else {
      isSameLength =
          AvroRewrite.run(
              file.path(),
              record -> changes(rules, file.table(), AvroRow.of(record)).forEach(record::put));
    }
    rewrote(file.path(), isSameLength);
  }

  private Map<String, @Nullable Object> changes(RowRules rules, String table, RowRules.Row row) {
    Map<String, @Nullable Object> changes = rules.changes(table, row);
    String salt = salts.wanted(row);
    if (salt != null) {
      changes.put("salt", salt);
    }
    return changes;
  }

  private void rewrote(Path file, boolean isSameLength) {
    if (!isSameLength) {
      resized.add(file);
    }
    progress.reached(Phase.REWRITING, ++files);
  }

  /** Lists are changed as everybody changes them: under the lock, and whole. */
  private void rewriteText(Path file) throws IOException {
    TenantId tenant = new TenantId(folders.layout().root().relativize(file).getName(0).toString());
    tenants.whileLocked(
        tenant,
        () -> {
          ListRules rules = new FileScan(names, new Sightings(names)).lists();
          String json = Files.readString(file, StandardCharsets.UTF_8);
          byte[] changed = rules.changed(file, json).getBytes(StandardCharsets.UTF_8);
          FileSwap.replace(file, out -> out.write(changed));
        });
    rewrote(file, true);
  }

  /** From the bottom up: what data files have become, then what manifests have. */
  private void rewriteManifests(Set<Path> data) throws IOException {
    ManifestRewrite entries = new ManifestRewrite(data, names);
    Set<Path> manifests = new HashSet<>();
    List<Path> lists = new ArrayList<>();
    folders.each(
        file -> {
          if (file.kind() != CatalogFile.Kind.MANIFEST) {
            return;
          }
          if (ManifestRewrite.isList(file.path())) {
            lists.add(file.path());
          } else if (entries.concerns(file.path())) {
            rewrote(file.path(), AvroRewrite.run(file.path(), entries::change));
            manifests.add(file.path());
          }
        });
    ManifestRewrite lengths = new ManifestRewrite(manifests, names);
    for (Path list : lists) {
      if (lengths.concerns(list)) {
        rewrote(list, AvroRewrite.run(list, lengths::change));
      }
    }
  }
}
