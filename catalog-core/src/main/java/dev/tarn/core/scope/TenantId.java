package dev.tarn.core.scope;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.regex.Pattern;

/** A tenant's name: 1 to 63 characters, {@code [a-z0-9-]}, starting with a letter. */
public record TenantId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  /** The tenant of an embedded installation. */
  public static final TenantId DEFAULT = new TenantId("default");

  public TenantId {
    if (!FORM.matcher(value).matches()) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_NAME,
          "tenant",
          "a tenant is 1 to 63 of a-z, 0-9 and '-', starting with a letter");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
