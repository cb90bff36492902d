package dev.tarn.governance.policy;

import static dev.tarn.core.policy.Action.ERASE_PERSONS;
import static dev.tarn.core.policy.Action.MANAGE_ACCESS;
import static dev.tarn.core.policy.Action.MANAGE_BRANCHES;
import static dev.tarn.core.policy.Action.MANAGE_INDEX;
import static dev.tarn.core.policy.Action.MANAGE_STORAGE;
import static dev.tarn.core.policy.Action.READ_ASSETS;
import static dev.tarn.core.policy.Action.READ_AUDIT;
import static dev.tarn.core.policy.Action.READ_CHANGES;
import static dev.tarn.core.policy.Action.READ_STATUS;
import static dev.tarn.core.policy.Action.READ_TABLES;
import static dev.tarn.core.policy.Action.READ_TYPES;
import static dev.tarn.core.policy.Action.REVIEW_CHANGES;
import static dev.tarn.core.policy.Action.RUN_INGESTION;
import static dev.tarn.core.policy.Action.WRITE_ASSETS;
import static dev.tarn.core.policy.Action.WRITE_TABLES;
import static dev.tarn.core.policy.Action.WRITE_TYPES;

import dev.tarn.core.policy.Action;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Roles that every tenant has; each may do what the ones before it may. */
public enum BuiltInRole {
  READER,
  EDITOR,
  STEWARD,
  ADMIN;

  /** Returns the role of this name. */
  public static Optional<BuiltInRole> named(String name) {
    return Arrays.stream(values()).filter(role -> role.code().equals(name)).findFirst();
  }

  /** Returns the name in memberships and tokens, such as {@code reader}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what the role may do. */
  public Set<Action> actions() {
    return switch (this) {
      case READER -> EnumSet.of(READ_ASSETS, READ_TYPES, READ_CHANGES, READ_TABLES, READ_STATUS);
      case EDITOR ->
          READER.and(EnumSet.of(WRITE_ASSETS, WRITE_TABLES, REVIEW_CHANGES, RUN_INGESTION));
      case STEWARD -> EDITOR.and(EnumSet.of(WRITE_TYPES, MANAGE_BRANCHES));
      case ADMIN ->
          STEWARD.and(
              EnumSet.of(MANAGE_ACCESS, MANAGE_INDEX, MANAGE_STORAGE, READ_AUDIT, ERASE_PERSONS));
    };
  }

  private Set<Action> and(Set<Action> more) {
    Set<Action> all = EnumSet.copyOf(actions());
    all.addAll(more);
    return all;
  }
}
