package dev.tarn.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What branches come to, said as plainly as it can be: a commit is a whole state, a merge compares
 * three of them.
 */
final class BranchModel {
  /** A table, without what names it. */
  record Thing(
      @Nullable String description,
      @Nullable String displayName,
      Set<String> tags,
      Map<String, String> properties) {
    static final Thing NEW = new Thing(null, null, Set.of(), Map.of());

    Thing {
      tags = Set.copyOf(tags);
      properties = Map.copyOf(properties);
    }
  }

  /** Lineage from one table to another. */
  record Edge(String from, String to) {}

  /** A merge that was done: up to where of one branch, and into what of the other. */
  record Merge(Commit source, Commit target) {}

  /**
   * Everything at a commit.
   *
   * @param merged the merges that it has in it
   */
  record State(Map<String, Thing> things, Set<Edge> edges, Set<Merge> merged) {
    static final State EMPTY = new State(Map.of(), Set.of(), Set.of());

    State {
      things = Map.copyOf(things);
      edges = Set.copyOf(edges);
      merged = Set.copyOf(merged);
    }
  }

  /** A commit of one or several branches: one that begins at another has its commits. */
  static final class Commit {
    final @Nullable Commit parent;
    final State state;

    Commit(@Nullable Commit parent, State state) {
      this.parent = parent;
      this.state = state;
    }

    /** Returns this and all before it, the newest first. */
    List<Commit> line() {
      List<Commit> line = new ArrayList<>();
      for (@Nullable Commit next = this; next != null; next = next.parent) {
        line.add(next);
      }
      return line;
    }

    private boolean isAtOrAfter(Commit other) {
      return line().contains(other);
    }
  }

  /** Whose word counts in a conflict. */
  enum Word {
    NOBODY,
    OURS,
    THEIRS
  }

  /** What a merge comes to, and what it had to decide, by {@code name#field}. */
  record Merged(State state, Set<String> conflicts) {}

  private BranchModel() {}

  /** Returns what two branches have in common. */
  static Commit base(Commit ours, Commit theirs) {
    Commit fork = theirs.line().stream().filter(ours.line()::contains).findFirst().orElseThrow();
    Commit byOurs = taken(ours, theirs, fork);
    Commit byTheirs = taken(theirs, ours, fork);
    if (byOurs == null || byTheirs == null) {
      return byOurs != null ? byOurs : byTheirs != null ? byTheirs : fork;
    }
    // The newer knows the other; where neither does, theirs counts.
    boolean oursIsOlder =
        byTheirs.state.merged().stream().anyMatch(one -> one.source().isAtOrAfter(byOurs))
            && byOurs.state.merged().stream().noneMatch(one -> one.source().isAtOrAfter(byTheirs));
    return oursIsOlder ? byTheirs : byOurs;
  }

  private static @Nullable Commit taken(Commit taker, Commit from, Commit fork) {
    return from.line().stream()
        .filter(commit -> commit != fork && commit.isAtOrAfter(fork))
        .filter(
            commit ->
                taker.state.merged().stream().anyMatch(one -> one.source().isAtOrAfter(commit)))
        .findFirst()
        .orElse(null);
  }

  static Merged merge(State base, State ours, State theirs, Word word) {
    Set<String> conflicts = new TreeSet<>();
    Map<String, Thing> things = new TreeMap<>();
    Set<String> kept = new HashSet<>();
    Set<String> broughtBack = new HashSet<>();
    Set<String> names = new TreeSet<>(ours.things().keySet());
    names.addAll(theirs.things().keySet());
    for (String name : names) {
      Thing was = base.things().get(name);
      Thing here = ours.things().get(name);
      Thing there = theirs.things().get(name);
      Thing result;
      if (here != null && there != null) {
        result = merge(name, was, here, there, word, conflicts);
      } else {
        Thing one = Objects.requireNonNull(here == null ? there : here);
        if (was == null) {
          result = one;
        } else if (one.equals(was)) {
          result = null;
        } else {
          conflicts.add(name + "#existence");
          result = word == Word.THEIRS ? there : here;
          if (result != null) {
            (here == null ? broughtBack : kept).add(name);
          }
        }
      }
      if (result != null) {
        things.put(name, result);
      }
    }
    Set<Edge> edges = new HashSet<>();
    Set<Edge> all = new HashSet<>(ours.edges());
    all.addAll(theirs.edges());
    for (Edge edge : all) {
      boolean here = ours.edges().contains(edge);
      boolean there = theirs.edges().contains(edge);
      boolean was = base.edges().contains(edge);
      boolean live = here == there || was == there ? here : there;
      live |= here && (kept.contains(edge.from()) || kept.contains(edge.to()));
      live |= there && (broughtBack.contains(edge.from()) || broughtBack.contains(edge.to()));
      if (live && things.containsKey(edge.from()) && things.containsKey(edge.to())) {
        edges.add(edge);
      }
    }
    return new Merged(
        new State(things, edges, set(base.merged(), ours.merged(), theirs.merged())), conflicts);
  }

  private static Thing merge(
      String name, @Nullable Thing was, Thing here, Thing there, Word word, Set<String> conflicts) {
    Thing base = was == null ? Thing.NEW : was;
    Map<String, String> properties = new HashMap<>();
    Set<String> keys = new TreeSet<>(here.properties().keySet());
    keys.addAll(there.properties().keySet());
    // A map that one side does not have at all is one value.
    boolean whole = here.properties().isEmpty() || there.properties().isEmpty();
    if (whole) {
      Map<String, String> chosen =
          value(
              name + "#attributes.properties",
              base.properties(),
              here.properties(),
              there.properties(),
              word,
              conflicts);
      properties.putAll(Objects.requireNonNull(chosen));
    } else {
      for (String key : keys) {
        String value =
            value(
                name + "#attributes.properties." + key,
                base.properties().get(key),
                here.properties().get(key),
                there.properties().get(key),
                word,
                conflicts);
        if (value != null) {
          properties.put(key, value);
        }
      }
    }
    return new Thing(
        value(
            name + "#description",
            base.description(),
            here.description(),
            there.description(),
            word,
            conflicts),
        value(
            name + "#displayName",
            base.displayName(),
            here.displayName(),
            there.displayName(),
            word,
            conflicts),
        set(base.tags(), here.tags(), there.tags()),
        properties);
  }

  private static <V> @Nullable V value(
      String name,
      @Nullable V was,
      @Nullable V here,
      @Nullable V there,
      Word word,
      Set<String> conflicts) {
    if (Objects.equals(here, there) || Objects.equals(was, there)) {
      return here;
    }
    if (Objects.equals(was, here)) {
      return there;
    }
    conflicts.add(name);
    return word == Word.THEIRS ? there : here;
  }

  private static <V> Set<V> set(Set<V> was, Set<V> here, Set<V> there) {
    Set<V> all = new HashSet<>(here);
    all.addAll(there);
    all.removeIf(value -> was.contains(value) && !(here.contains(value) && there.contains(value)));
    return all;
  }
}
