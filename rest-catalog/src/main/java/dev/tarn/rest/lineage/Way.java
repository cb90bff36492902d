package dev.tarn.rest.lineage;

import dev.tarn.core.lineage.Flow;
import dev.tarn.core.lineage.LineageDirection;

/** Which way along lineage; lower case, as in requests and answers. */
enum Way {
  upstream,
  downstream,
  both;

  static Way of(Flow flow) {
    return flow == Flow.UPSTREAM ? upstream : downstream;
  }

  LineageDirection direction() {
    return switch (this) {
      case upstream -> LineageDirection.UPSTREAM;
      case downstream -> LineageDirection.DOWNSTREAM;
      case both -> LineageDirection.BOTH;
    };
  }
}
