package dev.tarn.core.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A coded failure of one request or one change. */
public final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String field;
  private final @Nullable Long currentVersion;
  private final @Nullable Integer position;

  public CatalogException(ErrorCode code, String message) {
    this(code, message, null, null, null, null);
  }

  public CatalogException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, null, null, null, cause);
  }

  private CatalogException(
      ErrorCode code,
      String message,
      @Nullable String field,
      @Nullable Long currentVersion,
      @Nullable Integer position,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.field = field;
    this.currentVersion = currentVersion;
    this.position = position;
  }

  /**
   * Returns an error about one field of the input, named by its path, such as {@code owners[1]}.
   */
  public static CatalogException ofField(ErrorCode code, String field, String message) {
    return new CatalogException(code, message, field, null, null, null);
  }

  /**
   * Returns an error at one place in the text of a field, such as of a query.
   *
   * @param position in characters of the text, from 0; the text's length for its end
   */
  public static CatalogException atPosition(
      ErrorCode code, String field, int position, String message) {
    return new CatalogException(code, message, field, null, position, null);
  }

  /**
   * Returns the answer to an expected version that is not the current one; 0 is "does not exist".
   */
  public static CatalogException versionConflict(long expected, long current) {
    return new CatalogException(
        ErrorCode.VERSION_CONFLICT,
        "expected version " + expected + " but the current version is " + current,
        null,
        current,
        null,
        null);
  }

  /** Returns the same error, for a caller to whom the field has another name. */
  public CatalogException inField(String name) {
    return new CatalogException(code, getMessage(), name, currentVersion, position, this);
  }

  public ErrorCode code() {
    return code;
  }

  public @Nullable String field() {
    return field;
  }

  /** Returns the version that the store has, with {@link ErrorCode#VERSION_CONFLICT}. */
  public @Nullable Long currentVersion() {
    return currentVersion;
  }

  /** Returns where in the text of the field the error is, in characters from 0. */
  public @Nullable Integer position() {
    return position;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
