package dev.tarn.core.state;

/** Is told, from time to time, how far the build of an index has come; several threads call it. */
@FunctionalInterface
public interface BuildProgress {
  /** Takes no notice. */
  BuildProgress IGNORED = (assets, relationships) -> {};

  /**
   * @param assets written so far, tombstones included
   * @param relationships written so far, tombstones included
   * @throws RuntimeException to give the build up; it throws the same
   */
  void reached(long assets, long relationships);
}
