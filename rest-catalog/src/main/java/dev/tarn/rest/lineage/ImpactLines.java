package dev.tarn.rest.lineage;

import dev.tarn.core.lineage.ImpactNode;
import dev.tarn.core.lineage.ImpactSummary;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Writes what is reached, a line per asset, while it is found. */
final class ImpactLines {
  private final JsonMapper mapper;
  private final OutputStream out;

  ImpactLines(JsonMapper mapper, OutputStream out) {
    this.mapper = mapper;
    this.out = out;
  }

  /** The line of an asset. */
  record Reached(
      NamedAsset asset,
      @Schema(description = "Edges from the start, on the shortest way.") int depth) {}

  /** The last line. A stream without it is not whole. */
  record Summary(ImpactSummary summary) {}

  /** Writes some lines and sends them off. */
  void nodes(List<ImpactNode> nodes) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (ImpactNode node : nodes) {
      line(new Reached(NamedAsset.of(node.asset()), node.depth()), lines);
    }
    lines.writeTo(out);
    out.flush();
  }

  void summary(ImpactSummary summary) throws IOException {
    line(new Summary(summary), out);
    out.flush();
  }

  private void line(Object value, OutputStream into) throws IOException {
    into.write(mapper.writeValueAsBytes(value));
    into.write('\n');
  }
}
