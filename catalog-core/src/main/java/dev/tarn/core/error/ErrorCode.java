package dev.tarn.core.error;

import java.util.Locale;

/** Every error the core answers. Codes are stable: a code is never renamed, nor used again. */
public enum ErrorCode {
  INVALID_VALUE(ErrorKind.USER, 422),
  INVALID_NAME(ErrorKind.USER, 422),
  INVALID_REFERENCE(ErrorKind.USER, 422),
  MISSING_FIELD(ErrorKind.USER, 422),
  READ_ONLY_FIELD(ErrorKind.USER, 422),
  UNKNOWN_FIELD(ErrorKind.USER, 422),
  UNKNOWN_ATTRIBUTE(ErrorKind.USER, 422),
  UNKNOWN_TYPE(ErrorKind.USER, 422),
  VALUE_TOO_LARGE(ErrorKind.USER, 422),
  NUMBER_OUT_OF_RANGE(ErrorKind.USER, 422),
  PARENT_NOT_FOUND(ErrorKind.USER, 422),
  REFERENCE_NOT_FOUND(ErrorKind.USER, 422),
  CONTAINMENT_CYCLE(ErrorKind.USER, 422),
  CASCADE_TOO_LARGE(ErrorKind.USER, 422),
  INCOMPATIBLE_TYPE_CHANGE(ErrorKind.CONFLICT, 409),
  ASSET_NOT_FOUND(ErrorKind.USER, 404),
  RELATIONSHIP_NOT_FOUND(ErrorKind.USER, 404),
  TYPE_NOT_FOUND(ErrorKind.USER, 404),
  TENANT_NOT_FOUND(ErrorKind.USER, 404),
  BRANCH_NOT_FOUND(ErrorKind.USER, 404),
  COMMIT_NOT_FOUND(ErrorKind.USER, 404),
  KEY_NOT_FOUND(ErrorKind.USER, 404),
  INGESTION_NOT_FOUND(ErrorKind.USER, 404),
  INDEX_RUN_NOT_FOUND(ErrorKind.USER, 404),
  INDEX_BUSY(ErrorKind.CONFLICT, 409),
  INDEX_NOT_VERIFIED(ErrorKind.INTERNAL, 500),
  MAINTENANCE_RUN_NOT_FOUND(ErrorKind.USER, 404),
  MAINTENANCE_BUSY(ErrorKind.CONFLICT, 409),
  PRIVACY_RUN_NOT_FOUND(ErrorKind.USER, 404),
  PRIVACY_BUSY(ErrorKind.CONFLICT, 409),
  PERSON_AMBIGUOUS(ErrorKind.USER, 422),
  METADATA_UNREADABLE(ErrorKind.INTERNAL, 500),
  TENANT_EXISTS(ErrorKind.CONFLICT, 409),
  TENANT_SUSPENDED(ErrorKind.USER, 403),
  TENANT_CLOSED(ErrorKind.EXTERNAL, 503),
  TENANT_NOT_SUSPENDED(ErrorKind.CONFLICT, 409),
  QUOTA_EXCEEDED(ErrorKind.USER, 403),
  RATE_LIMITED(ErrorKind.EXTERNAL, 429),
  BRANCH_EXISTS(ErrorKind.CONFLICT, 409),
  REFERENCE_PROTECTED(ErrorKind.CONFLICT, 409),
  BRANCH_PROTECTED(ErrorKind.USER, 403),
  CHANGE_REQUEST_NOT_FOUND(ErrorKind.USER, 404),
  CHANGE_REQUEST_EXISTS(ErrorKind.CONFLICT, 409),
  CHANGE_REQUEST_OVER(ErrorKind.CONFLICT, 409),
  APPROVAL_REQUIRED(ErrorKind.CONFLICT, 409),
  CHECKS_FAILED(ErrorKind.CONFLICT, 409),
  REFERENCE_IN_USE(ErrorKind.CONFLICT, 409),
  NAME_TAKEN(ErrorKind.CONFLICT, 409),
  TABLE_CHANGED(ErrorKind.CONFLICT, 409),
  NAMESPACE_NOT_FOUND(ErrorKind.USER, 404),
  NAMESPACE_NOT_EMPTY(ErrorKind.CONFLICT, 409),
  VERSION_CONFLICT(ErrorKind.CONFLICT, 409),
  BRANCH_CHANGED(ErrorKind.CONFLICT, 409),
  MERGE_CONFLICT(ErrorKind.CONFLICT, 409),
  MERGE_TOO_LARGE(ErrorKind.USER, 413),
  IDEMPOTENCY_KEY_REUSED(ErrorKind.CONFLICT, 422),
  REQUEST_REJECTED(ErrorKind.CONFLICT, 409),
  INVALID_REQUEST(ErrorKind.USER, 400),
  MALFORMED_QUERY(ErrorKind.USER, 400),
  QUERY_TOO_COMPLEX(ErrorKind.USER, 400),
  SEARCH_NOT_AVAILABLE(ErrorKind.USER, 400),
  MALFORMED_JSON(ErrorKind.USER, 400),
  INVALID_UTF8(ErrorKind.USER, 400),
  REQUEST_TOO_LARGE(ErrorKind.USER, 413),
  PERMISSION_DENIED(ErrorKind.USER, 403),
  UNAUTHENTICATED(ErrorKind.USER, 401),
  READ_ONLY_REFERENCE(ErrorKind.USER, 400),
  QUEUE_FULL(ErrorKind.EXTERNAL, 429),
  COMMIT_OUTCOME_UNKNOWN(ErrorKind.EXTERNAL, 503),
  COMMIT_NOT_REACHED(ErrorKind.EXTERNAL, 504),
  STORAGE_UNAVAILABLE(ErrorKind.EXTERNAL, 503),
  STORAGE_NOT_CONFIGURED(ErrorKind.EXTERNAL, 503),
  STORAGE_TOO_NEW(ErrorKind.EXTERNAL, 503),
  SHUTTING_DOWN(ErrorKind.EXTERNAL, 503),
  INTERNAL_ERROR(ErrorKind.INTERNAL, 500);

  private final ErrorKind kind;
  private final int httpStatus;
  private final String code;

  ErrorCode(ErrorKind kind, int httpStatus) {
    this.kind = kind;
    this.httpStatus = httpStatus;
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns who has to act. */
  public ErrorKind kind() {
    return kind;
  }

  /** Returns the HTTP status that carries this error. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Returns the stable kebab-case code, such as {@code version-conflict}. */
  public String code() {
    return code;
  }
}
