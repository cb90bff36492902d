package dev.tarn.rest.request;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.tarn.core.change.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;

/** What became of an entity. */
@Schema(description = "What became of the entity.", example = "created")
public enum WriteOutcome {
  CREATED,
  UPDATED,
  DELETED,
  RESTORED,
  UNCHANGED;

  /** Returns the outcome of what a log entry did. */
  public static WriteOutcome of(Operation operation) {
    return switch (operation) {
      case CREATE -> CREATED;
      case UPDATE -> UPDATED;
      case DELETE -> DELETED;
      case RESTORE -> RESTORED;
    };
  }

  /** Returns the word in answers. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
