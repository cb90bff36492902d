package dev.tarn.core.privacy;

import java.util.Locale;

/** Is told how far a run is, and may end it by an exception. */
@FunctionalInterface
public interface PrivacyProgress {
  /** What a run does. */
  enum Phase {
    WAITING,
    NAMING,
    FINDING,
    CLOSING,
    REWRITING,
    CREDENTIALS,
    CHECKING,
    OPENING;

    /** Returns the phase's name in answers. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param files read or rewritten in this phase
   */
  void reached(Phase phase, long files);
}
