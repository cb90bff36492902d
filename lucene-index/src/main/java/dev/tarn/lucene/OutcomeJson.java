package dev.tarn.lucene;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.Operation;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.json.ValueJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a keyed request did, as a JSON array: for each entry one of {@code [fingerprint, ordinal,
 * operation, kind, key, version, seq]}.
 */
final class OutcomeJson {
  private OutcomeJson() {}

  static byte[] write(List<RecordedOutcome> outcomes) {
    List<List<Object>> rows = new ArrayList<>();
    for (RecordedOutcome outcome : outcomes) {
      rows.add(
          List.of(
              outcome.fingerprint(),
              (long) outcome.ordinal(),
              outcome.operation().code(),
              outcome.kind().code(),
              outcome.key(),
              outcome.version(),
              outcome.seq()));
    }
    return ValueJson.write(rows).getBytes(StandardCharsets.UTF_8);
  }

  static List<RecordedOutcome> read(byte[] json) {
    List<RecordedOutcome> outcomes = new ArrayList<>();
    if (ValueJson.read(new String(json, StandardCharsets.UTF_8)) instanceof List<?> rows) {
      for (Object row : rows) {
        List<?> values = (List<?>) row;
        outcomes.add(
            new RecordedOutcome(
                (String) values.get(0),
                Math.toIntExact((Long) values.get(1)),
                Operation.ofCode((String) values.get(2)),
                EntityKind.ofCode((String) values.get(3)),
                (String) values.get(4),
                (Long) values.get(5),
                (Long) values.get(6)));
      }
    }
    return outcomes;
  }
}
