package dev.tarn.rest.diff;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.diff.DiffSummary;
import dev.tarn.core.diff.EntityDiff;
import dev.tarn.core.state.Page;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a difference.
 *
 * @param items what differs, ordered by kind, then id
 */
public record DiffView(
    DiffView.Point from,
    DiffView.Point to,
    DiffView.Base base,
    List<DiffView.Item> items,
    @Schema(description = "The cursor of the next part.") @Nullable String next) {

  /** A commit of a branch. */
  public record Point(String branch, String commit) {
    static Point of(BranchDiff.Side side) {
      return new Point(side.scope().branch().value(), side.commit().toString());
    }
  }

  /** Where the two part: up to this entry of this branch their logs are the same. */
  public record Base(String branch, long seq) {
    static Base of(BranchDiff diff) {
      return new Base(diff.base().branch().value(), diff.base().seq());
    }
  }

  /** An entity that differs. */
  public record Item(
      @Schema(description = "asset, relationship, asset-type or relationship-type.") String kind,
      String type,
      @Schema(description = "The id of an asset or relationship, the name of a type.") String key,
      @Schema(description = "Of an asset, as it is at 'to', or was at 'from'.")
          @Nullable String qualifiedName,
      @Schema(description = "What makes 'to' of 'from': create, update or delete.")
          String operation,
      List<Field> fields) {
    static Item of(EntityDiff diff) {
      return new Item(
          diff.key().kind().code(),
          diff.type(),
          diff.key().key(),
          diff.entity() instanceof Asset asset ? asset.qualifiedName() : null,
          diff.operation().code(),
          diff.fields().stream()
              .map(
                  field ->
                      new Field(
                          field.field(),
                          DiffValues.plain(field.from()),
                          DiffValues.plain(field.to())))
              .toList());
    }
  }

  /** A field that differs; a side that says nothing is left out. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Field(String field, @Nullable Object from, @Nullable Object to) {}

  /** How much differs. */
  public record Summary(Point from, Point to, Base base, long total, List<Count> counts) {
    static Summary of(BranchDiff diff, DiffSummary summary) {
      return new Summary(
          Point.of(diff.from()),
          Point.of(diff.to()),
          Base.of(diff),
          summary.total(),
          Count.of(summary));
    }
  }

  /** How many entities of a type are created, updated or deleted. */
  public record Count(String kind, String type, String operation, long entities) {
    /** Returns the counts of a summary. */
    public static List<Count> of(DiffSummary summary) {
      return summary.counts().stream()
          .map(
              count ->
                  new Count(
                      count.kind().code(),
                      count.type(),
                      count.operation().code(),
                      count.entities()))
          .toList();
    }
  }

  static DiffView of(BranchDiff diff, Page<EntityDiff> page) {
    return new DiffView(
        Point.of(diff.from()),
        Point.of(diff.to()),
        Base.of(diff),
        page.items().stream().map(Item::of).toList(),
        page.next());
  }
}
