package dev.tarn.lucene.graph;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The changes of all nodes in one direction, in pages. Never changes. */
final class Overlay {
  static final Overlay NONE = new Overlay(new Page[0]);

  private static final int PAGE_BITS = 9;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_SIZE - 1;

  private final @Nullable Page[] pages;

  private Overlay(@Nullable Page[] pages) {
    this.pages = pages;
  }

  /** The changes of nodes in a row. */
  private static final class Page {
    private final @Nullable NodeChanges[] nodes;

    Page(@Nullable NodeChanges[] nodes) {
      this.nodes = nodes;
    }
  }

  /** Returns the changes of a node; null if there are none. */
  @Nullable NodeChanges of(int node) {
    return of(pages, node);
  }

  private static @Nullable NodeChanges of(@Nullable Page[] pages, int node) {
    int number = node >>> PAGE_BITS;
    Page page = number < pages.length ? pages[number] : null;
    return page == null ? null : page.nodes[node & PAGE_MASK];
  }

  /** Puts changes together for the next overlay. */
  static final class Builder {
    private @Nullable Page[] pages;

    /** Which pages are not shared with the overlay before. */
    private final BitSet own = new BitSet();

    Builder(Overlay before) {
      this.pages = before.pages.clone();
    }

    NodeChanges of(int node) {
      NodeChanges changes = Overlay.of(pages, node);
      return changes == null ? NodeChanges.NONE : changes;
    }

    void put(int node, NodeChanges changes) {
      int number = node >>> PAGE_BITS;
      if (number >= pages.length) {
        pages = Arrays.copyOf(pages, number + 1);
      }
      Page page = pages[number];
      if (page == null || !own.get(number)) {
        page = new Page(page == null ? new NodeChanges[PAGE_SIZE] : page.nodes.clone());
        pages[number] = page;
        own.set(number);
      }
      page.nodes[node & PAGE_MASK] = changes.isNothing() ? null : changes;
    }

    Overlay build() {
      return new Overlay(pages);
    }
  }
}
