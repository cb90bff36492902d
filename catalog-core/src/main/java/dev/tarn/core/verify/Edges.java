package dev.tarn.core.verify;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Relationships, as they are compared. */
record Edges(StateSource source, int threads)
    implements KindComparison.Access<Relationship, RelationshipId> {
  @Override
  public String kind() {
    return EntityKind.RELATIONSHIP.code();
  }

  @Override
  public RelationshipId id(Relationship edge) {
    return edge.id();
  }

  @Override
  public String text(RelationshipId id) {
    return id.value();
  }

  @Override
  public String name(Relationship edge) {
    return edge.type() + ' ' + edge.sourceId() + " -> " + edge.targetId();
  }

  @Override
  public boolean isDeleted(Relationship edge) {
    return edge.deleted();
  }

  @Override
  public long seq(Relationship edge) {
    return edge.seq();
  }

  @Override
  public String countedAs(Relationship edge) {
    return kind();
  }

  @Override
  public Map<RelationshipId, Relationship> find(StateSnapshot view, Collection<RelationshipId> ids)
      throws IOException {
    return view.relationships(ids);
  }

  @Override
  public Map<String, Long> counts(StateSnapshot view) throws IOException {
    return Map.of(kind(), view.relationshipCount());
  }

  @Override
  public void indexIds(StateSnapshot view, Consumer<RelationshipId> consumer) throws IOException {
    view.relationshipIds(consumer);
  }

  @Override
  public List<Relationship> deleted(StateSnapshot view, long fromSeq, long toSeq, int limit)
      throws IOException {
    return view.deletedRelationships(fromSeq, toSeq, limit);
  }

  @Override
  public void tables(Consumer<Relationship> consumer) throws IOException {
    source.relationships(threads, consumer);
  }

  @Override
  public void tableIds(Consumer<RelationshipId> consumer) throws IOException {
    source.relationshipIds(1, consumer);
  }
}
