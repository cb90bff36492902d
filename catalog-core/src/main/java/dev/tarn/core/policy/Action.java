package dev.tarn.core.policy;

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
  MANAGE_STORAGE
}
