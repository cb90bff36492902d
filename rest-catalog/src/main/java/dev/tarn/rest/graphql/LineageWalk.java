package dev.tarn.rest.graphql;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.rest.request.BranchView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Follows lineage from several assets at once: one read of edges per step, one of assets at the
 * end.
 */
final class LineageWalk {
  static final int MAX_DEPTH = 10;
  static final int MAX_LIMIT = 1_000;
  private static final String LINEAGE = "lineage";

  /**
   * One walk.
   *
   * @param limit assets in each direction
   */
  record Key(AssetId asset, int depth, int limit) {
    Key {
      within("depth", depth, MAX_DEPTH);
      within("limit", limit, MAX_LIMIT);
    }

    private static void within(String name, int value, int max) {
      if (value < 1 || value > max) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_REQUEST, name, name + " is from 1 to " + max);
      }
    }
  }

  private enum Direction {
    UP,
    DOWN;

    RelationshipQuery edges(AssetId at, int limit) {
      return this == UP
          ? new RelationshipQuery(LINEAGE, null, at, null, null, limit)
          : new RelationshipQuery(LINEAGE, at, null, null, null, limit);
    }

    AssetId next(Relationship edge) {
      return this == UP ? edge.sourceId() : edge.targetId();
    }
  }

  /** How far one walk is in one direction. */
  private static final class Path {
    private final Key key;
    private final Direction direction;
    private final Set<AssetId> found = new LinkedHashSet<>();
    private Set<AssetId> frontier;

    Path(Key key, Direction direction) {
      this.key = key;
      this.direction = direction;
      this.frontier = Set.of(key.asset());
    }

    List<RelationshipQuery> queries() {
      return frontier.stream().map(at -> direction.edges(at, key.limit())).toList();
    }

    void step(Map<RelationshipQuery, Page<Relationship>> pages) {
      Set<AssetId> reached = new LinkedHashSet<>();
      for (RelationshipQuery query : queries()) {
        for (Relationship edge : Objects.requireNonNull(pages.get(query)).items()) {
          AssetId next = direction.next(edge);
          if (found.size() < key.limit() && !next.equals(key.asset()) && found.add(next)) {
            reached.add(next);
          }
        }
      }
      frontier = reached;
    }
  }

  private LineageWalk() {}

  static Map<Key, Lineage> walk(BranchView view, Collection<Key> keys) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (Key key : keys) {
      paths.add(new Path(key, Direction.UP));
      paths.add(new Path(key, Direction.DOWN));
    }
    List<Path> open = paths;
    for (int step = 1; !open.isEmpty(); step++) {
      Set<RelationshipQuery> queries = new LinkedHashSet<>();
      open.forEach(path -> queries.addAll(path.queries()));
      Map<RelationshipQuery, Page<Relationship>> pages = view.relationshipPages(queries);
      open.forEach(path -> path.step(pages));
      int done = step;
      open =
          open.stream()
              .filter(path -> done < path.key.depth() && !path.frontier.isEmpty())
              .toList();
    }
    Set<AssetId> ids = new LinkedHashSet<>();
    paths.forEach(path -> ids.addAll(path.found));
    Map<AssetId, Asset> assets = view.assets(ids);
    Map<Key, Lineage> lineage = new HashMap<>();
    for (int i = 0; i < paths.size(); i += 2) {
      lineage.put(
          paths.get(i).key,
          new Lineage(known(assets, paths.get(i)), known(assets, paths.get(i + 1))));
    }
    return lineage;
  }

  private static List<Asset> known(Map<AssetId, Asset> assets, Path path) {
    return path.found.stream().filter(assets::containsKey).map(assets::get).toList();
  }
}
