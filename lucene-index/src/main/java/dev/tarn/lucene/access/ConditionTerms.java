package dev.tarn.lucene.access;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.policy.AssetCondition.Among;
import dev.tarn.core.policy.AssetCondition.Below;
import dev.tarn.core.policy.ConditionField;
import dev.tarn.lucene.search.SearchFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.util.BytesRef;

/**
 * The values of an access's conditions as terms, in order: made once, as there may be thousands of
 * them and there are new segments with every change. Thread safe.
 */
final class ConditionTerms {
  /** What a term takes besides its bytes: two headers, a reference and three numbers. */
  private static final int BYTES_PER_TERM = 56;

  private final Map<Among, List<BytesRef>> values = new ConcurrentHashMap<>();
  private final Map<Below, List<BytesRef>> names = new ConcurrentHashMap<>();
  private final LongAdder bytes = new LongAdder();

  /** Returns the field in which a condition's values are terms. */
  static String indexed(ConditionField field) {
    return switch (field) {
      case ID -> SearchFields.KEY;
      case TYPE -> SearchFields.TYPE;
      case PLATFORM -> SearchFields.PLATFORM;
      case WORKSPACE -> SearchFields.WORKSPACE;
      case DOMAIN -> SearchFields.DOMAIN;
      case OWNER -> SearchFields.OWNER;
      case TAG -> SearchFields.TAG;
      case CLASSIFICATION -> SearchFields.CLASSIFICATION;
      case TERM -> SearchFields.TERM;
      case STATUS -> SearchFields.STATUS;
    };
  }

  /** Returns the terms of values; what can be no value of the field is left out. */
  List<BytesRef> of(Among among) {
    return values.computeIfAbsent(
        among,
        any ->
            sorted(
                among.values().stream()
                    .filter(value -> !among.field().isReference() || AssetId.isId(value))
                    .map(value -> term(among.field(), value))
                    .toArray(BytesRef[]::new)));
  }

  private static BytesRef term(ConditionField field, String value) {
    if (!field.isReference()) {
      return new BytesRef(value);
    }
    byte[] id = HexFormat.of().parseHex(value);
    if (field != ConditionField.ID) {
      return new BytesRef(id);
    }
    byte[] key = new byte[1 + id.length];
    key[0] = (byte) SearchFields.ASSET_KEY;
    System.arraycopy(id, 0, key, 1, id.length);
    return new BytesRef(key);
  }

  /**
   * Returns what the orders of assets begin with that have one of the names, or are below one. No
   * two of these are in each other.
   */
  List<BytesRef> of(Below below) {
    return names.computeIfAbsent(
        below,
        any -> {
          Set<String> all = below.qualifiedNames();
          return sorted(
              all.stream()
                  .filter(name -> !isBelow(name, all))
                  .flatMap(name -> List.of(prefix(name, '\0'), prefix(name, '.')).stream())
                  .toArray(BytesRef[]::new));
        });
  }

  private static boolean isBelow(String name, Set<String> others) {
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (others.contains(name.substring(0, dot))) {
        return true;
      }
    }
    return false;
  }

  private static BytesRef prefix(String name, char next) {
    return new BytesRef((name + next).getBytes(StandardCharsets.UTF_8));
  }

  private List<BytesRef> sorted(BytesRef[] terms) {
    Arrays.sort(terms);
    for (BytesRef term : terms) {
      bytes.add(BYTES_PER_TERM + term.length);
    }
    return List.of(terms);
  }

  long bytes() {
    return bytes.sum();
  }
}
