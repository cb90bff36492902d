package dev.tarn.signin.web;

/** Is told of requests that were not let in, before they are answered. Fast: the answer waits. */
@FunctionalInterface
public interface SignInObserver {
  /** A request was not let in. */
  void failed(FailedSignIn failure);
}
