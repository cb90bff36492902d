package dev.tarn.benchmarks.search;

import java.util.List;
import java.util.Map;

/** What an engine is asked. */
public sealed interface Question {
  /**
   * Assets that have words in their names, qualified names, descriptions or columns, the best
   * first.
   *
   * @param words all assets if empty
   * @param filters values by field: a reference by its id
   * @param facets the fields to count by
   */
  record Text(String words, Map<String, String> filters, List<String> facets, int limit)
      implements Question {
    public Text {
      filters = Map.copyOf(filters);
      facets = List.copyOf(facets);
    }
  }

  /**
   * A page of an answer that is far down, read by what the page before it gave.
   *
   * @param number from 0; the last page if there are fewer
   */
  record Page(Text text, int number) implements Question {}

  /**
   * Assets whose names, or words in them, begin with what is typed.
   *
   * @param order which come first
   */
  record Prefix(String typed, Order order, int limit) implements Question {
    /** Which come first. */
    public enum Order {
      /** Those that the engine holds for the closest. */
      CLOSEST,
      /** Those with the highest popularity. */
      POPULARITY
    }
  }

  /** The asset with an id. */
  record ById(String id) implements Question {}

  /** The asset of a type that has a qualified name. */
  record ByName(String type, String qualifiedName) implements Question {}
}
