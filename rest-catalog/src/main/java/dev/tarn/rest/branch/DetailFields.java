package dev.tarn.rest.branch;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.rest.request.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads what a request says of a branch or tag. */
final class DetailFields {
  private static final String OWNER = "owner";
  private static final String PURPOSE = "purpose";
  private static final String PROTECTED = "protected";
  private static final String EXPIRES_AT = "expiresAt";
  private static final String TIME_TO_LIVE = "timeToLive";
  private static final String APPROVALS = "requiredApprovals";
  private static final String CHECKS = "requiredChecks";
  private static final String CHANGE_REQUEST = "requiresChangeRequest";

  private DetailFields() {}

  /**
   * Takes the details; those that are not there stay as they are.
   *
   * @param now where a time to live begins
   */
  static UnaryOperator<ReferenceDetails> take(Fields fields, Instant now) {
    List<UnaryOperator<ReferenceDetails>> changes = new ArrayList<>();
    if (fields.has(OWNER)) {
      Actor owner = new Actor(fields.requiredText(OWNER));
      changes.add(details -> details.withOwner(owner));
    }
    if (fields.has(PURPOSE)) {
      String purpose = fields.text(PURPOSE);
      changes.add(details -> details.withPurpose(purpose == null ? "" : purpose));
    }
    if (fields.has(PROTECTED)) {
      boolean isProtected = fields.flag(PROTECTED);
      changes.add(details -> details.withProtection(isProtected));
    }
    if (fields.has(EXPIRES_AT) && fields.has(TIME_TO_LIVE)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, TIME_TO_LIVE, "either a time to live or a time to expire");
    }
    if (fields.has(EXPIRES_AT)) {
      Instant expiry = time(fields.text(EXPIRES_AT));
      changes.add(details -> details.withExpiry(expiry));
    }
    if (fields.has(TIME_TO_LIVE)) {
      Instant expiry = end(fields.requiredText(TIME_TO_LIVE), now);
      changes.add(details -> details.withExpiry(expiry));
    }
    takeRules(fields, changes);
    return details -> {
      ReferenceDetails changed = details;
      for (UnaryOperator<ReferenceDetails> change : changes) {
        changed = change.apply(changed);
      }
      return changed;
    };
  }

  private static void takeRules(Fields fields, List<UnaryOperator<ReferenceDetails>> changes) {
    if (fields.has(APPROVALS)) {
      int approvals = fields.integer(APPROVALS, 0);
      changes.add(details -> details.withRules(details.rules().withApprovals(approvals)));
    }
    if (fields.has(CHECKS)) {
      List<String> checks = fields.texts(CHECKS);
      changes.add(details -> details.withRules(details.rules().withChecks(checks)));
    }
    if (fields.has(CHANGE_REQUEST)) {
      boolean required = fields.flag(CHANGE_REQUEST);
      changes.add(details -> details.withRules(details.rules().withChangeRequests(required)));
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, EXPIRES_AT, "a time is such as 2026-01-31T12:00:00Z");
    }
  }

  private static Instant end(String text, Instant now) {
    try {
      return now.plus(Duration.parse(text));
    } catch (DateTimeException | ArithmeticException e) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, TIME_TO_LIVE, "a time to live is such as P7D or PT12H");
    }
  }
}
