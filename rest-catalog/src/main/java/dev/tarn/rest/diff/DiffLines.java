package dev.tarn.rest.diff;

import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.diff.DiffSummary;
import dev.tarn.core.diff.EntityDiff;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A document per line: where, what differs, how much. */
final class DiffLines extends DiffWriter {
  private final JsonMapper mapper;

  DiffLines(JsonMapper mapper, OutputStream out) {
    super(out);
    this.mapper = mapper;
  }

  /** The first line. */
  record Begin(DiffView.Point from, DiffView.Point to, DiffView.Base base) {}

  /** The last line. A stream without it is not whole. */
  record End(Totals summary) {}

  /** How much differs. */
  record Totals(long total, List<DiffView.Count> counts) {}

  @Override
  void begin(BranchDiff diff) throws IOException {
    document(
        new Begin(
            DiffView.Point.of(diff.from()), DiffView.Point.of(diff.to()), DiffView.Base.of(diff)));
  }

  @Override
  void entity(EntityDiff diff, EntityNames names) throws IOException {
    document(DiffView.Item.of(diff));
  }

  @Override
  void end(DiffSummary summary) throws IOException {
    document(new End(new Totals(summary.total(), DiffView.Count.of(summary))));
  }

  private void document(Object value) throws IOException {
    line(mapper.writeValueAsString(value));
  }
}
