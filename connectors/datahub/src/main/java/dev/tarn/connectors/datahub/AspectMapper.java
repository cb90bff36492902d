package dev.tarn.connectors.datahub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.datahub.Entities.Entity;
import dev.tarn.connectors.mapping.ChangeFold;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import java.util.List;
import java.util.Set;

/** Hands each aspect to what maps it. Not thread safe. */
final class AspectMapper {
  private static final int RANK_BITS = 40;

  /** Aspects that machines inferred. */
  private static final Set<String> INFERRED = Set.of("documentation", "inputFields", "browsePaths");

  private final ChangeFold fold;
  private final ImportSink report;
  private final Containers containers;
  private long aspects;

  AspectMapper(ChangeFold fold, ImportSink report, Containers containers) {
    this.fold = fold;
    this.report = report;
    this.containers = containers;
  }

  /** Returns a scope whose content goes nowhere. */
  static RecordScope scope(ImportSink report, ImportPosition position) {
    return new RecordScope(new ChangeFold(), report, position);
  }

  void map(JsonNode proposal, ImportPosition position) {
    RecordScope scope = new RecordScope(fold, report, position);
    Proposals.read(
        proposal,
        scope,
        (urn, name, aspect) -> {
          fold.at(position, ((long) rank(name) << RANK_BITS) + aspects++);
          aspect(scope, urn, name, aspect);
        });
  }

  /**
   * What people edited counts more than what was ingested, and that more than what was inferred.
   */
  private static int rank(String aspect) {
    if (INFERRED.contains(aspect)) {
      return 0;
    }
    return aspect.startsWith("editable") || aspect.contains("Editable") ? 2 : 1;
  }

  private void aspect(RecordScope scope, String urn, String name, JsonNode aspect) {
    if (Urn.parse(urn) == null) {
      scope.rejected(ErrorCode.INVALID_REFERENCE, "expected urn:li:type:key", "entityUrn");
      return;
    }
    Entities entities = new Entities(scope, containers);
    Entity entity = entities.entity(urn);
    if (entity == null) {
      return;
    }
    entity.draft().property("datahub.urn", urn);
    boolean mapped = false;
    for (AspectGroup group :
        List.of(
            new CommonAspects(scope, entities),
            new DatasetAspects(scope, entities),
            new ConsumerAspects(scope, entities),
            new BusinessAspects(scope, entities),
            new PeopleAspects(scope, entities))) {
      mapped = mapped || group.map(entity, name, aspect);
    }
    // A key repeats the URN.
    if (!mapped && !name.equals(entity.kind() + "Key") && !name.equals("corpUserKey")) {
      scope.notMapped(entity.kind() + "." + name);
    }
  }
}
