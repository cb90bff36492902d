package dev.tarn.rest.diff;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.diff.DiffSummary;
import dev.tarn.core.diff.EntityDiff;
import dev.tarn.core.diff.FieldDiff;
import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Collectors;

/**
 * A line per entity: {@code A}dded, {@code D}eleted, {@code M}odified or {@code R}enamed, its type
 * and name, and of what is at both points the fields that differ.
 */
final class DiffText extends DiffWriter {
  DiffText(OutputStream out) {
    super(out);
  }

  @Override
  void begin(BranchDiff diff) throws IOException {
    line(points(diff));
    line("");
  }

  @Override
  void entity(EntityDiff diff, EntityNames names) throws IOException {
    Entity from = diff.from();
    Entity to = diff.to();
    if (from == null || to == null) {
      line((from == null ? "A " : "D ") + diff.type() + " " + names.plain(diff.entity()));
      return;
    }
    String before = names.plain(from);
    String after = names.plain(to);
    boolean renamed = !before.equals(after);
    String fields = diff.fields().stream().map(FieldDiff::field).collect(Collectors.joining(", "));
    line(
        (renamed ? "R " + diff.type() + " " + before + " → " : "M " + diff.type() + " ")
            + after
            + "  "
            + fields);
  }

  @Override
  void end(DiffSummary summary) throws IOException {
    if (summary.total() > 0) {
      line("");
    }
    line(total(summary));
    for (String count : counts(summary)) {
      line("  " + count);
    }
  }
}
