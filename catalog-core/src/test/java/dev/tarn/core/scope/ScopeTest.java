package dev.tarn.core.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that become branches, folders and metric tags, and points in time. */
final class ScopeTest {
  private static void assertRefused(ErrorCode code, Consumer<String> make, String text) {
    CatalogException refused =
        assertThrows(CatalogException.class, () -> make.accept(text), () -> "'" + text + "'");
    assertEquals(code, refused.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "A", "a_b", "-a", "a-", "a/b", "..", "a.b", "1a", "ä", "a\n", "a\u0000b"})
  void aTenantIsPlain(String text) {
    assertRefused(ErrorCode.INVALID_NAME, TenantId::new, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".a", "a.", "a..b", "a/b", "a b", "1a", "-a", "a\n", "%2e", "a\\b", "ä"})
  void aBranchIsPlain(String text) {
    assertRefused(ErrorCode.INVALID_NAME, BranchName::new, text);
  }

  @Test
  void namesHaveALimit() {
    assertEquals(63, new TenantId("a".repeat(63)).value().length());
    assertRefused(ErrorCode.INVALID_NAME, TenantId::new, "a".repeat(64));
    assertEquals(100, new BranchName("a".repeat(100)).value().length());
    assertRefused(ErrorCode.INVALID_NAME, BranchName::new, "a".repeat(101));
    assertRefused(ErrorCode.INVALID_NAME, Actor::new, "a".repeat(Actor.MAX_NAME_CHARS + 1));
    assertRefused(ErrorCode.INVALID_NAME, Actor::new, "user:\u0007");
  }

  @Test
  void aPointInTimeIsACommitATimeOrATag() {
    assertEquals(
        new PointInTime.AtCommit(new CommitId(42, "0123abcd")), PointInTime.parse("42-0123abcd"));
    assertEquals(
        new PointInTime.AtTime(Instant.parse("2026-01-31T11:00:00Z")),
        PointInTime.parse("2026-01-31T12:00:00+01:00"));
    assertEquals(
        new PointInTime.AtTag(new BranchName("release-1")), PointInTime.parse("release-1"));
    assertRefused(ErrorCode.INVALID_REQUEST, PointInTime::parse, "2026-01-31");
    assertRefused(ErrorCode.INVALID_NAME, PointInTime::parse, "");
    assertRefused(ErrorCode.INVALID_REQUEST, PointInTime::parse, "42-xyz");
  }

  @Test
  void aCommitReadsBack() {
    CommitId commit = new CommitId(7, "00c0ffee00c0ffee");
    assertEquals(commit, CommitId.parse(commit.toString()));
    assertRefused(ErrorCode.INVALID_REQUEST, CommitId::parse, "7");
    assertRefused(ErrorCode.INVALID_REQUEST, CommitId::parse, "9".repeat(19) + "-00c0ffee");
    assertThrows(IllegalArgumentException.class, () -> new CommitId(-1, "00c0ffee"));
  }
}
