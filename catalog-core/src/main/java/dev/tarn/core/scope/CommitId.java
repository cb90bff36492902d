package dev.tarn.core.scope;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.regex.Pattern;

/**
 * A commit of a branch's log, written {@code <seq>-<hash>}.
 *
 * <p>The sequence number says how far the log reaches at this commit, so that "at least commit C"
 * is a comparison of numbers on any node, without a look-up. The hash is that of the Nessie commit,
 * in hexadecimal.
 *
 * @param seq the last sequence number in the log at this commit; 0 for an empty log
 * @param hash the Nessie commit hash, lower-case hexadecimal
 */
public record CommitId(long seq, String hash) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-([0-9a-f]{8,64})");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{8,64}");

  /** Stands for the beginning of every log, before its first entry. */
  public static final CommitId NOTHING = new CommitId(0, "00000000");

  public CommitId {
    if (seq < 0 || !HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException("not a commit: " + seq + "-" + hash);
    }
  }

  /** Returns true if the text has the form of a commit id. */
  public static boolean isCommitId(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * Reads {@code <seq>-<hash>}.
   *
   * @throws CatalogException {@code invalid-request} if the text has another form
   */
  public static CommitId parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "commit", "a commit has the form <seq>-<hash>");
    }
    return new CommitId(Long.parseLong(matcher.group(1)), matcher.group(2));
  }

  @Override
  public String toString() {
    return seq + "-" + hash;
  }
}
