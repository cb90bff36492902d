package dev.tarn.core.scope;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.regex.Pattern;

/** A branch's or tag's name within a tenant: 1 to 100 characters, {@code [A-Za-z0-9._-]}. */
public record BranchName(String value) {
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z]([A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?");

  /** The branch that every tenant starts with. */
  public static final BranchName MAIN = new BranchName("main");

  public BranchName {
    if (!FORM.matcher(value).matches() || value.contains("..")) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_NAME,
          "branch",
          "a branch is 1 to 100 of A-Z, a-z, 0-9, '.', '_' and '-', starting with a letter");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
