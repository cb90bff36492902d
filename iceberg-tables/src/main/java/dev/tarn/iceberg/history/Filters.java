package dev.tarn.iceberg.history;

import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.notEqual;
import static org.apache.iceberg.expressions.Expressions.or;
import static org.apache.iceberg.expressions.Expressions.startsWith;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.RelationshipQuery;
import java.util.function.Predicate;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/** Queries as tests of items, and, as far as statistics help, as expressions over columns. */
final class Filters {
  private Filters() {}

  static Predicate<Asset> test(AssetQuery query) {
    return asset ->
        !asset.isDeleted()
            && same(query.type(), asset.type())
            && same(query.parent(), asset.parentId())
            && same(query.platform(), asset.platform())
            && same(query.workspace(), asset.workspaceId())
            && same(query.domain(), asset.domainId())
            && (query.owner() == null
                || asset.owners().stream().map(Owner::id).anyMatch(query.owner()::equals))
            && (query.tag() == null || asset.tags().contains(query.tag()))
            && (query.classification() == null
                || asset.classifications().contains(query.classification()))
            && (query.term() == null || asset.terms().contains(query.term()))
            && same(query.status(), asset.status().code())
            && (query.namePrefix() == null || asset.qualifiedName().startsWith(query.namePrefix()));
  }

  static Expression columns(AssetQuery query) {
    Expression filter = notEqual("status", AssetStatus.DELETED.code());
    filter = with(filter, "type", query.type());
    filter = with(filter, "parent_id", query.parent());
    filter = with(filter, "platform", query.platform());
    filter = with(filter, "workspace_id", query.workspace());
    filter = with(filter, "domain_id", query.domain());
    filter = with(filter, "status", query.status());
    String prefix = query.namePrefix();
    return prefix == null || prefix.isEmpty()
        ? filter
        : Expressions.and(filter, startsWith("qualified_name", prefix));
  }

  static Predicate<Relationship> test(RelationshipQuery query) {
    AssetId either = query.either();
    return edge ->
        !edge.deleted()
            && same(query.type(), edge.type())
            && same(query.source(), edge.sourceId())
            && same(query.target(), edge.targetId())
            && (either == null || either.equals(edge.sourceId()) || either.equals(edge.targetId()));
  }

  static Expression columns(RelationshipQuery query) {
    Expression filter = equal("deleted", false);
    filter = with(filter, "type", query.type());
    filter = with(filter, "source_id", query.source());
    filter = with(filter, "target_id", query.target());
    AssetId either = query.either();
    return either == null
        ? filter
        : Expressions.and(
            filter, or(equal("source_id", either.value()), equal("target_id", either.value())));
  }

  private static Expression with(Expression filter, String column, @Nullable Object value) {
    return value == null ? filter : Expressions.and(filter, equal(column, value.toString()));
  }

  private static boolean same(@Nullable Object wanted, @Nullable Object actual) {
    return wanted == null || wanted.equals(actual);
  }
}
