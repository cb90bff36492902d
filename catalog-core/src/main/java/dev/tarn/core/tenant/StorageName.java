package dev.tarn.core.tenant;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.regex.Pattern;

/**
 * The name of a storage of users' tables: 1 to 63 characters, {@code [a-z0-9-]}, starting with a
 * letter. Servers are told by their settings what it stands for.
 */
public record StorageName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  /** The installation's own, which is always there. */
  public static final StorageName DEFAULT = new StorageName("default");

  public StorageName {
    if (!FORM.matcher(value).matches()) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_NAME,
          "storage",
          "a storage is 1 to 63 of a-z, 0-9 and '-', starting with a letter");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
