package dev.tarn.server.permissions;

import dev.tarn.core.policy.Action;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Who asks; those who may do more come later, so that what they do is refused to the others first.
 */
enum Who {
  /** Without a credential. */
  ANONYMOUS,
  /** With one that was good until a moment ago. */
  EXPIRED,
  /** The administrator of another tenant. */
  STRANGER,
  /** Of the tenant, and without a role. */
  NOBODY,
  READER,
  EDITOR,
  STEWARD,
  ADMIN,
  OPERATOR;

  private static final Set<Action> READING =
      EnumSet.of(
          Action.READ_ASSETS,
          Action.READ_TYPES,
          Action.READ_CHANGES,
          Action.READ_TABLES,
          Action.READ_STATUS);
  private static final Set<Action> EDITING =
      EnumSet.of(
          Action.WRITE_ASSETS, Action.WRITE_TABLES, Action.REVIEW_CHANGES, Action.RUN_INGESTION);
  private static final Set<Action> KEEPING = EnumSet.of(Action.WRITE_TYPES, Action.MANAGE_BRANCHES);

  /** Returns the built-in role that one has; for most of these it is the only thing about them. */
  Set<String> roles() {
    return switch (this) {
      case ANONYMOUS, NOBODY -> Set.of();
      case EXPIRED, STRANGER -> Set.of(ADMIN.name().toLowerCase(Locale.ROOT));
      case READER, EDITOR, STEWARD, ADMIN, OPERATOR -> Set.of(name().toLowerCase(Locale.ROOT));
    };
  }

  /** Returns whether the request is let in at all. */
  boolean isSignedIn() {
    return this != ANONYMOUS && this != EXPIRED;
  }

  /** Returns whether one may do something in the tenant. */
  boolean may(Action action) {
    return switch (this) {
      case ANONYMOUS, EXPIRED, STRANGER, NOBODY -> false;
      case READER -> READING.contains(action);
      case EDITOR -> READER.may(action) || EDITING.contains(action);
      case STEWARD -> EDITOR.may(action) || KEEPING.contains(action);
      case ADMIN -> action != Action.MANAGE_TENANTS;
      case OPERATOR -> true;
    };
  }
}
