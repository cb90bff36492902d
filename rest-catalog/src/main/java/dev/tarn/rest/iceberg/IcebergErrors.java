package dev.tarn.rest.iceberg;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchPlanIdException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.rest.responses.ErrorResponseParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns whatever a handler of this package throws into Iceberg's model of an error. */
@RestControllerAdvice(basePackageClasses = IcebergErrors.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class IcebergErrors {
  private static final Logger LOG = LoggerFactory.getLogger(IcebergErrors.class);

  private static final int RETRY_AFTER_SECONDS = 1;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ACCEPTABLE = 406;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY = 429;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;

  @ExceptionHandler
  @Nullable ResponseEntity<String> any(Exception failure, HttpServletRequest request) {
    return switch (failure) {
      case CatalogException coded -> coded(coded, request);
      case NoSuchTableException e -> answer(NOT_FOUND, e);
      case NoSuchViewException e -> answer(NOT_FOUND, e);
      case NoSuchNamespaceException e -> answer(NOT_FOUND, e);
      case NoSuchPlanIdException e -> answer(NOT_FOUND, e);
      case NotFoundException e -> answer(NOT_FOUND, e);
      case AlreadyExistsException e -> answer(CONFLICT, e);
      case CommitFailedException e -> answer(CONFLICT, e);
      case NamespaceNotEmptyException e -> answer(CONFLICT, e);
      case UnprocessableEntityException e -> answer(UNPROCESSABLE, e);
      case ForbiddenException e -> answer(FORBIDDEN, e);
      case BadRequestException e -> answer(BAD_REQUEST, e);
      case ValidationException e -> answer(BAD_REQUEST, e);
      case IllegalArgumentException e -> answer(BAD_REQUEST, e);
      case UnsupportedOperationException e -> answer(NOT_ACCEPTABLE, e);
      case ClientAbortException e -> null;
      case ServiceUnavailableException e -> unavailable(e);
      case UncheckedIOException e -> unavailable(e);
      case IOException e -> unavailable(e);
      case org.springframework.web.ErrorResponse e ->
          answer(e.getStatusCode().value(), "BadRequestException", failure.getMessage());
      default -> defect(failure, request);
    };
  }

  /** Returns the answer to a request that there is no handler for. */
  static ResponseEntity<String> unsupported(String message) {
    return answer(NOT_ACCEPTABLE, "UnsupportedOperationException", message);
  }

  /** Returns the answer to a request that was refused, also before a handler has seen it. */
  public static ResponseEntity<String> answerOf(CatalogException e, HttpServletRequest request) {
    return coded(e, request);
  }

  private static ResponseEntity<String> coded(CatalogException e, HttpServletRequest request) {
    return switch (e.code()) {
      case TENANT_NOT_FOUND, BRANCH_NOT_FOUND, COMMIT_NOT_FOUND ->
          answer(NOT_FOUND, "NoSuchWarehouseException", e.getMessage());
      case NAMESPACE_NOT_FOUND -> answer(NOT_FOUND, "NoSuchNamespaceException", e.getMessage());
      // Not 503, which says that nothing was done.
      case COMMIT_OUTCOME_UNKNOWN -> answer(FAILED, "CommitStateUnknownException", e.getMessage());
      case PERMISSION_DENIED, BRANCH_PROTECTED ->
          answer(FORBIDDEN, "ForbiddenException", e.getMessage());
      case UNAUTHENTICATED ->
          answer(e.code().httpStatus(), "NotAuthorizedException", e.getMessage());
      case INVALID_NAME, INVALID_REQUEST, READ_ONLY_REFERENCE ->
          answer(BAD_REQUEST, "BadRequestException", e.getMessage());
      case INTERNAL_ERROR -> defect(e, request);
      default -> answer(e.code().httpStatus(), e.code().code(), e.getMessage());
    };
  }

  private static ResponseEntity<String> unavailable(Exception e) {
    LOG.atWarn().setMessage("A store failed a request").setCause(e).log();
    return answer(
        ErrorCode.STORAGE_UNAVAILABLE.httpStatus(),
        "ServiceUnavailableException",
        "a store does not answer as it should");
  }

  private static ResponseEntity<String> defect(Exception e, HttpServletRequest request) {
    LOG.atError()
        .setMessage("A request failed by a defect")
        .addKeyValue("method", request.getMethod())
        .setCause(e)
        .log();
    return answer(
        FAILED,
        "InternalServerError",
        "the server failed; the request id finds the reason in its log");
  }

  private static ResponseEntity<String> answer(int status, Exception e) {
    return answer(status, e.getClass().getSimpleName(), e.getMessage());
  }

  private static ResponseEntity<String> answer(int status, String type, @Nullable String message) {
    HttpHeaders headers = new HttpHeaders();
    if (status == TOO_MANY || status == UNAVAILABLE) {
      headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_AFTER_SECONDS));
    }
    ErrorResponse error =
        ErrorResponse.builder()
            .responseCode(status)
            .withType(type)
            .withMessage(message == null ? type : message)
            .build();
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_JSON)
        .body(ErrorResponseParser.toJson(error));
  }
}
