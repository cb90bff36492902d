package dev.tarn.core.state;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.Operation;

/**
 * What one log entry of a keyed request did; rebuilds the first answer for a repeated request.
 *
 * @param ordinal the change's position in its submission
 */
public record RecordedOutcome(
    String fingerprint,
    int ordinal,
    Operation operation,
    EntityKind kind,
    String key,
    long version,
    long seq) {}
