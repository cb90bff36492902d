package dev.tarn.rest.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.Patch;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.diff.DiffSummary;
import dev.tarn.core.diff.EntityDiff;
import dev.tarn.core.diff.FieldDiff;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A patch to read, in the manner of a unified diff: two lines with the names of an entity, then of
 * each field the lines that go and come. Texts of many lines have some around each change.
 */
final class DiffPatch extends DiffWriter {
  /** Lines of a text around a change. */
  private static final int CONTEXT_LINES = 3;

  /** Of longer values all lines go and all come: to find the fewest would cost their product. */
  private static final int MAX_COMPARED_LINES = 4_000;

  /** Where a hunk of a unified diff begins. */
  private static final String HUNK = "@@ ";

  /** The two lines above the hunks, which name files. */
  private static final int FILE_LINES = 2;

  /** What the names say already. */
  private static final Set<String> NAMES = Set.of("type", "qualifiedName", "source", "target");

  private final JsonMapper mapper;

  DiffPatch(JsonMapper mapper, OutputStream out) {
    super(out);
    this.mapper = mapper;
  }

  @Override
  void begin(BranchDiff diff) throws IOException {
    line("diff " + points(diff));
  }

  @Override
  void entity(EntityDiff diff, EntityNames names) throws IOException {
    line("");
    line("--- " + name(diff.from(), names));
    line("+++ " + name(diff.to(), names));
    ValueLines values = new ValueLines(names, mapper);
    for (FieldDiff field : diff.fields()) {
      if (!NAMES.contains(field.field())) {
        field(field.field(), values.of(field.from()), values.of(field.to()), isText(field));
      }
    }
  }

  private static String name(@Nullable Entity entity, EntityNames names) {
    return entity == null ? "/dev/null" : names.typed(entity);
  }

  private static boolean isText(FieldDiff field) {
    return field.from() instanceof String && field.to() instanceof String;
  }

  private void field(String name, List<String> from, List<String> to, boolean text)
      throws IOException {
    Patch<String> patch =
        from.size() + to.size() > MAX_COMPARED_LINES
            ? new Patch<>()
            : DiffUtils.diff(from, to, new MyersDiffWithLinearSpace<>());
    if (patch.getDeltas().isEmpty()) {
      // Too many lines, or values of two kinds that read the same.
      line(HUNK + name + " @@");
      lines("-", from);
      lines("+", to);
      return;
    }
    boolean placed = text && from.size() + to.size() > 2;
    List<String> unified =
        UnifiedDiffUtils.generateUnifiedDiff("", "", from, patch, placed ? CONTEXT_LINES : 0);
    if (!placed) {
      line(HUNK + name + " @@");
    }
    hunks(name, unified.subList(FILE_LINES, unified.size()), placed);
  }

  /** Writes hunks; of lines that go and come in one place, those that go come first. */
  private void hunks(String name, List<String> hunks, boolean placed) throws IOException {
    List<String> coming = new ArrayList<>();
    for (String line : hunks) {
      if (line.startsWith("+")) {
        coming.add(line);
        continue;
      }
      if (!line.startsWith("-")) {
        flush(coming);
      }
      // A line of the value begins with a space, a minus or a plus.
      if (!line.startsWith(HUNK)) {
        line(line);
      } else if (placed) {
        line(HUNK + name + " " + line.substring(HUNK.length()));
      }
    }
    flush(coming);
  }

  private void flush(List<String> coming) throws IOException {
    lines("", coming);
    coming.clear();
  }

  private void lines(String sign, List<String> lines) throws IOException {
    for (String line : lines) {
      line(sign + line);
    }
  }

  @Override
  void end(DiffSummary summary) throws IOException {
    line("");
    line(
        "# "
            + total(summary)
            + (summary.total() == 0 ? "" : ": " + String.join(", ", counts(summary))));
  }
}
