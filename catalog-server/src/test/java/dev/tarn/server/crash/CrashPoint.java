package dev.tarn.server.crash;

/** Where a child dies: between which two steps of a write. */
enum CrashPoint {
  /** The group is resolved and nothing of it is stored. */
  BEFORE_APPEND,
  /** The change file is written and perhaps not synced; nothing names it. */
  AFTER_DATA,
  /** The manifest is written. */
  AFTER_MANIFESTS,
  /** Table metadata is written; the commit is not made. */
  AFTER_METADATA,
  /** The change file has its place in the journal; the commit is not made. */
  AFTER_JOURNAL,
  /** The commit is made; the branch's head in memory is not yet moved on. */
  AFTER_NESSIE,
  /** The commit is made and nobody was told. */
  AFTER_APPEND,
  /** The index has yet to apply an acknowledged group. */
  BEFORE_INDEX,
  /** The index has applied a group and may not have made it durable. */
  AFTER_INDEX,
  /** The state tables have yet to apply what was acknowledged. */
  BEFORE_TABLES,
  /** The state tables have applied it. */
  AFTER_TABLES,
  /** Housekeeping is about to begin. */
  BEFORE_MAINTENANCE,
  /** Housekeeping is done. */
  AFTER_MAINTENANCE,
  /** At no step, but at any time: the parent kills the child and its Nessie. */
  ANY_TIME,
  /** Not at all: the child checks what it finds and ends. */
  NEVER
}
