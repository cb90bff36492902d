package dev.tarn.core.lineage;

import java.util.List;

/** Which ways a walk goes. */
public enum LineageDirection {
  UPSTREAM,
  DOWNSTREAM,
  /** Upstream, and downstream; never back and forth. */
  BOTH;

  /** Returns the one or two ways. */
  public List<Flow> flows() {
    return switch (this) {
      case UPSTREAM -> List.of(Flow.UPSTREAM);
      case DOWNSTREAM -> List.of(Flow.DOWNSTREAM);
      case BOTH -> List.of(Flow.UPSTREAM, Flow.DOWNSTREAM);
    };
  }
}
