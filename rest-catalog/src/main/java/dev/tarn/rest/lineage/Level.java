package dev.tarn.rest.lineage;

import dev.tarn.core.lineage.LineageLevel;

/** Where a walk begins; lower case, as in requests. */
enum Level {
  asset,
  column;

  LineageLevel level() {
    return this == asset ? LineageLevel.ASSET : LineageLevel.COLUMN;
  }
}
