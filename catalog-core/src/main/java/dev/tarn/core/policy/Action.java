package dev.tarn.core.policy;

import java.util.Locale;

/** What an actor wants to do. */
public enum Action {
  READ_ASSETS,
  WRITE_ASSETS,
  READ_TYPES,
  WRITE_TYPES,
  READ_CHANGES,
  READ_TABLES,
  WRITE_TABLES,
  RUN_INGESTION,
  READ_STATUS,
  MANAGE_TENANTS,
  MANAGE_BRANCHES,
  /** Propose changes, comment on them and review them. */
  REVIEW_CHANGES,
  MANAGE_INDEX,
  MANAGE_STORAGE,
  /** Decide who may do what: roles, policies, memberships, and keys of others. */
  MANAGE_ACCESS,
  READ_AUDIT,
  /** Remove what says who a person is. */
  ERASE_PERSONS;

  /** Returns the action's name in policies, scopes and the audit, such as {@code read-assets}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
