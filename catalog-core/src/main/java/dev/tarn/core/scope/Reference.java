package dev.tarn.core.scope;

/**
 * A branch or tag of a tenant.
 *
 * @param from the branch that it was made from, or that a tag is on; a main branch names itself. If
 *     that branch is deleted, the one that it came from itself
 * @param commit where on that branch it begins, or what a tag stands for
 */
public record Reference(
    BranchName name,
    ReferenceKind kind,
    BranchName from,
    CommitId commit,
    ReferenceDetails details) {
  public Reference {
    if (name.equals(BranchName.MAIN)) {
      details = details.withProtection(true).withExpiry(null);
    }
  }

  /** Returns the same with other details. */
  public Reference with(ReferenceDetails changed) {
    return new Reference(name, kind, from, commit, changed);
  }

  /** Returns the same of another name. */
  public Reference named(BranchName changed) {
    return new Reference(changed, kind, from, commit, details);
  }

  /** Returns the same at a point of another branch. */
  public Reference at(BranchName branch, CommitId start) {
    return new Reference(name, kind, branch, start, details);
  }
}
