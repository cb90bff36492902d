package dev.tarn.core.commit;

import java.time.Instant;

/** What every new state carries: its log entry, when, and by whom. */
record Stamp(long seq, Instant time, String actor) {}
