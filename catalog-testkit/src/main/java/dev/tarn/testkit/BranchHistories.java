package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.BranchModel.Commit;
import dev.tarn.testkit.BranchModel.Edge;
import dev.tarn.testkit.BranchModel.Merge;
import dev.tarn.testkit.BranchModel.State;
import dev.tarn.testkit.BranchModel.Thing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * Branches of a catalog, beside a model of them: what is the same in both, and what is done to
 * both.
 */
public abstract class BranchHistories {
  private static final int FIRST_SERVER_ERROR = 500;
  static final int NAMES = 8;
  static final List<String> TAGS = List.of("a", "b", "c");

  final List<Branch> branches = new ArrayList<>();
  final Map<AssetId, String> names = new HashMap<>();
  private @Nullable Catalog opened;

  /** Opens the catalog over what the stores have; they do as they should. */
  protected abstract Catalog open() throws IOException;

  /** Returns the catalog that is open. */
  final Catalog catalog() throws IOException {
    Catalog catalog = opened;
    if (catalog == null) {
      catalog = open();
      opened = catalog;
    }
    return catalog;
  }

  @AfterEach
  final void close() throws IOException {
    Catalog catalog = opened;
    opened = null;
    if (catalog != null) {
      catalog.close();
    }
  }

  /** A branch of the model, and which of its commits is which of the catalog's. */
  static final class Branch {
    final BranchName name;
    Commit head;
    final Map<CommitId, Commit> commits = new HashMap<>();

    Branch(BranchName name, Commit head) {
      this.name = name;
      this.head = head;
    }

    Scope scope() {
      return new Scope(TenantId.DEFAULT, name);
    }

    Commit commit(CommitId id) {
      return Objects.requireNonNull(commits.get(id));
    }
  }

  private String name(AssetId id) {
    return Objects.requireNonNull(names.get(id));
  }

  void begin() throws Exception {
    Branch main = new Branch(BranchName.MAIN, new Commit(null, State.EMPTY));
    branches.add(main);
    for (int i = 0; i < NAMES; i++) {
      names.put(AssetId.derive("table", "t" + i), "t" + i);
    }
    List<Change> tags = new ArrayList<>();
    TAGS.forEach(tag -> tags.add(TestCatalog.upsert("tag", tag)));
    tags.add(TestCatalog.upsert("table", "t0"));
    CommitId commit =
        catalog().submit(main.scope(), TestCatalog.submission(Atomicity.ALL, tags)).get().commit();
    commit(main, commit, new State(Map.of("t0", Thing.NEW), Set.of(), Set.of()));
  }

  /** Ends the catalog, and begins another one over what the stores have. */
  final void beginAnew() throws IOException {
    beginWith(this::open);
  }

  /** Begins a catalog. */
  @FunctionalInterface
  protected interface Opening {
    Catalog open() throws IOException;
  }

  /** Ends the catalog, and begins this one. */
  protected final void beginWith(Opening opening) throws IOException {
    close();
    opened = opening.open();
  }

  /** Returns whether a failure is that of the server, or of what it needs. */
  static boolean isServers(CatalogException e) {
    return e.code().httpStatus() >= FIRST_SERVER_ERROR;
  }

  /** Takes over a new commit, if it is one; and looks whether it says what the model says. */
  void commit(Branch branch, CommitId commit, State state) throws IOException {
    if (commit.seq() == 0 || branch.commits.containsKey(commit)) {
      assertThat(state).isEqualTo(branch.head.state);
    } else {
      branch.head = new Commit(branch.head, state);
      branch.commits.put(commit, branch.head);
    }
    assertThat(state(branch)).isEqualTo(branch.head.state);
  }

  /** Something that a fault may keep from its end. */
  @FunctionalInterface
  interface Work<R> {
    R run() throws IOException, InterruptedException, ExecutionException;
  }

  /**
   * Does something, as a client would whose server may fail: then another one is begun, and either
   * all of it has happened or nothing.
   *
   * @return null if it failed
   */
  <R> @Nullable R tried(Branch branch, State after, Work<R> work) throws Exception {
    try {
      return work.run();
    } catch (IOException e) {
      recover(branch, after);
    } catch (CatalogException e) {
      if (!isServers(e)) {
        throw e;
      }
      recover(branch, after);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof CatalogException refused) || !isServers(refused)) {
        throw e;
      }
      recover(branch, after);
    }
    return null;
  }

  void recover(Branch branch, State after) throws IOException {
    beginAnew();
    State now = state(branch);
    CommitId head = catalog().head(TestCatalog.ADMIN, branch.scope());
    if (branch.commits.containsKey(head)) {
      assertThat(now).isEqualTo(branch.head.state);
    } else {
      // A merge that was done says of itself what it has brought.
      assertThat(now.things()).isEqualTo(after.things());
      assertThat(now.edges()).isEqualTo(after.edges());
      assertThat(now.merged()).isEqualTo(after.merged());
      branch.head = new Commit(branch.head, after);
      branch.commits.put(head, branch.head);
    }
  }

  /** Returns what a branch is now, as the catalog shows it. */
  State state(Branch branch) throws IOException {
    while (true) {
      try (StateSnapshot snapshot =
          catalog()
              .read(
                  TestCatalog.ADMIN,
                  branch.scope(),
                  catalog().head(TestCatalog.ADMIN, branch.scope()))) {
        return state(
            snapshot.list(AssetQuery.ofType(null, null, AssetQuery.MAX_LIMIT)).items(),
            snapshot
                .list(new RelationshipQuery(null, null, null, null, null, AssetQuery.MAX_LIMIT))
                .items());
      } catch (IOException e) {
        beginAnew();
      } catch (CatalogException e) {
        if (!isServers(e)) {
          throw e;
        }
        beginAnew();
      }
    }
  }

  State state(List<Asset> assets, List<Relationship> edges) {
    Map<String, Thing> things = new TreeMap<>();
    Set<Merge> merged = new HashSet<>();
    Map<AssetId, String> tags = new HashMap<>();
    TAGS.forEach(tag -> tags.put(AssetId.derive("tag", tag), tag));
    for (Asset asset : assets) {
      if (asset.type().equals("table")) {
        things.put(
            asset.qualifiedName(),
            new Thing(
                asset.description(),
                asset.displayName(),
                asset.tags().stream().map(tags::get).collect(Collectors.toSet()),
                properties(asset)));
      } else if (asset.type().equals("merge")) {
        merged.add(new Merge(commit(asset, "sourceCommit"), commit(asset, "targetCommit")));
      }
    }
    return new State(
        things,
        edges.stream()
            .map(edge -> new Edge(name(edge.sourceId()), name(edge.targetId())))
            .collect(Collectors.toSet()),
        merged);
  }

  static Map<String, String> properties(Asset asset) {
    Map<String, String> properties = new TreeMap<>();
    if (asset.attributes().get("properties") instanceof Map<?, ?> map) {
      map.forEach((key, value) -> properties.put((String) key, (String) value));
    }
    return properties;
  }

  Commit commit(Asset merge, String attribute) {
    return commit(CommitId.parse(String.valueOf(merge.attributes().get(attribute))));
  }

  Commit commit(CommitId id) {
    for (Branch branch : branches) {
      Commit known = branch.commits.get(id);
      if (known != null) {
        return known;
      }
    }
    throw new AssertionError("no branch has " + id);
  }
}
