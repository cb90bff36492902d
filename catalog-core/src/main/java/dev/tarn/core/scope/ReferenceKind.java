package dev.tarn.core.scope;

/** What a name of a tenant stands for. */
public enum ReferenceKind {
  /** A line of commits that goes on. */
  BRANCH,
  /** One commit of a branch. */
  TAG
}
