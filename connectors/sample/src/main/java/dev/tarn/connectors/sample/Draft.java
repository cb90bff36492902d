package dev.tarn.connectors.sample;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.UpsertMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The changes gathered so far, and what all parts of the company need to write more. */
final class Draft {
  /** The base of the company's address book and links; reserved for documentation. */
  static final String HOST = "larkmoor.example";

  final List<Change> changes = new ArrayList<>();
  final SplittableRandom random;
  final Vocabulary vocabulary;

  Draft(long seed, Vocabulary vocabulary) {
    this.random = new SplittableRandom(seed);
    this.vocabulary = vocabulary;
  }

  /** Begins an asset; {@link AssetDraft#add} ends it. */
  AssetDraft asset(String type, String qualifiedName) {
    return new AssetDraft(this, type, qualifiedName);
  }

  void relate(String type, String source, String target) {
    relate(type, source, target, Map.of());
  }

  /**
   * Adds a relationship.
   *
   * @param source as {@code type:qualifiedName}, as is {@code target}
   */
  void relate(String type, String source, String target, Map<String, @Nullable Object> attributes) {
    changes.add(
        new Change.PutRelationship(
            type, AssetLocator.parse(source), AssetLocator.parse(target), attributes, null));
  }

  /** Returns one of a list. */
  <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Returns the id of an asset of this type and name, for attributes that refer to it. */
  static String id(String type, String qualifiedName) {
    return AssetId.derive(type, qualifiedName).value();
  }

  /** The fields of one asset. */
  static final class AssetDraft {
    private final Draft draft;
    private final String type;
    private final String qualifiedName;
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

    private AssetDraft(Draft draft, String type, String qualifiedName) {
      this.draft = draft;
      this.type = type;
      this.qualifiedName = qualifiedName;
    }

    /** Sets a field; the empty text and the empty list set nothing. */
    AssetDraft with(String field, Object value) {
      if (!"".equals(value) && !List.of().equals(value)) {
        fields.put(field, value);
      }
      return this;
    }

    AssetDraft attribute(String name, Object value) {
      if (!"".equals(value) && !List.of().equals(value)) {
        attributes.put(name, value);
      }
      return this;
    }

    /** Makes a team of the domain the technical owner, and the domain's lead the business owner. */
    AssetDraft ownedBy(String team, String domain) {
      String lead = draft.vocabulary.lead(domain);
      fields.put(
          "owners",
          List.of(
              Map.of("asset", "team:" + team, "kind", "technical"),
              Map.of("asset", "user:" + lead, "kind", "business")));
      return with("domain", "domain:" + domain);
    }

    /** Sets quality and popularity, in hundredths, around a middle. */
    AssetDraft scored(double quality, double popularity) {
      fields.put("quality", around(quality));
      fields.put("popularity", around(popularity));
      return this;
    }

    private double around(double middle) {
      double value = middle + (draft.random.nextDouble() - 0.5) * 0.3;
      return Math.round(Math.clamp(value, 0.01, 1.0) * 100) / 100.0;
    }

    /** Adds the asset and returns its {@code type:qualifiedName}. */
    String add() {
      if (!attributes.isEmpty()) {
        fields.put("attributes", attributes);
      }
      draft.changes.add(
          new Change.UpsertAsset(type, qualifiedName, fields, UpsertMode.MERGE, null));
      return type + ":" + qualifiedName;
    }
  }
}
