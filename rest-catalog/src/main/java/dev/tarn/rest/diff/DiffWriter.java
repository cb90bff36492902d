package dev.tarn.rest.diff;

import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.diff.DiffCounter;
import dev.tarn.core.diff.DiffSummary;
import dev.tarn.core.diff.EntityDiff;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a whole difference while it is found, in a form for people or programs. */
abstract class DiffWriter {
  private final Writer out;

  DiffWriter(OutputStream out) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** Writes all of it; sends it off part by part. */
  final void write(BranchDiff diff) throws IOException {
    DiffCounter counter = new DiffCounter();
    begin(diff);
    diff.forEachPart(
        part -> {
          EntityNames names = EntityNames.of(diff, part);
          for (EntityDiff entity : part) {
            counter.count(entity);
            entity(entity, names);
          }
          out.flush();
        });
    end(counter.summary());
    out.flush();
  }

  abstract void begin(BranchDiff diff) throws IOException;

  abstract void entity(EntityDiff diff, EntityNames names) throws IOException;

  /** Writes the last line; what has none is not whole. */
  abstract void end(DiffSummary summary) throws IOException;

  final void line(String text) throws IOException {
    out.write(text);
    out.write('\n');
  }

  /** Returns the points, as the API reads them. */
  static String points(BranchDiff diff) {
    return point(diff.from()) + " → " + point(diff.to());
  }

  private static String point(BranchDiff.Side side) {
    return side.scope().branch().value() + "@" + side.commit();
  }

  /** Returns the count of all that differs, in words. */
  static String total(DiffSummary summary) {
    return summary.total() == 0
        ? "nothing differs"
        : summary.total() == 1 ? "1 entity differs" : summary.total() + " entities differ";
  }

  /** Returns how many of each type, in words. */
  static List<String> counts(DiffSummary summary) {
    return summary.counts().stream()
        .map(
            count ->
                count.entities()
                    + " "
                    + count.type()
                    + " "
                    + switch (count.operation()) {
                      case CREATE -> "created";
                      case UPDATE -> "changed";
                      case DELETE -> "deleted";
                      case RESTORE -> "restored";
                    })
        .toList();
  }
}
