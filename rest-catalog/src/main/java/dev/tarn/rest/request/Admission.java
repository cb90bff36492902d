package dev.tarn.rest.request;

/**
 * Whether what a request was let in with is good still; asked while an answer lasts, by any thread.
 */
@FunctionalInterface
public interface Admission {
  /** Of requests without a credential that could end. */
  Admission LASTING = () -> true;

  /** Returns whether it is; false for good once it is false, and where it cannot be told. */
  boolean holds();
}
