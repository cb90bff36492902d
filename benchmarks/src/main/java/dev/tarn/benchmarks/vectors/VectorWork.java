package dev.tarn.benchmarks.vectors;

import dev.tarn.benchmarks.Report;
import java.io.IOException;
import java.util.Map;

/** Counts what is done to vectors from its making on. */
final class VectorWork {
  /** The files of graphs: one is written where a graph is built or merged. */
  private static final String GRAPH = ".vex";

  private final VectorFiles files;
  private final CountedModel model;
  private final Map<String, String> before;
  private final long embeddedBefore;

  VectorWork(VectorFiles files, CountedModel model) throws IOException {
    this.files = files;
    this.model = model;
    this.before = files.written();
    this.embeddedBefore = model.texts();
  }

  void rows(Report report) throws IOException {
    Map<String, String> after = files.written();
    long unchanged =
        before.entrySet().stream()
            .filter(file -> file.getValue().equals(after.get(file.getKey())))
            .count();
    long graphs =
        after.entrySet().stream()
            .filter(file -> file.getKey().endsWith(GRAPH))
            .filter(file -> !file.getValue().equals(before.get(file.getKey())))
            .count();
    report
        .row("texts embedded", model.texts() - embeddedBefore)
        .row("graphs built or merged", graphs)
        .row("files of vectors before", before.size())
        .row("of them unchanged", unchanged)
        .row("files of vectors written", after.size() - unchanged);
  }
}
