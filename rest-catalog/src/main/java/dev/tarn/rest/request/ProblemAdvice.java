package dev.tarn.rest.request;

import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.error.ErrorKind;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/** Turns whatever a handler throws into a {@link Problem}. */
@RestControllerAdvice
public final class ProblemAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  /** After how long a client may try again, when what failed is a matter of the moment. */
  private static final int RETRY_AFTER_SECONDS = 1;

  @ExceptionHandler
  ResponseEntity<Problem> refused(CatalogException e, HttpServletRequest request) {
    return answerOf(e, request);
  }

  /** Returns the answer to a request that was refused, also before a handler has seen it. */
  public static ResponseEntity<Problem> answerOf(CatalogException e, HttpServletRequest request) {
    if (e.code().kind() == ErrorKind.INTERNAL) {
      return internal(e, request);
    }
    return answer(
        e.code(), e.getMessage(), e.field(), e.position(), null, e.currentVersion(), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> rejected(RejectedChangeException e, HttpServletRequest request) {
    ChangeResult.Rejected rejected = e.rejected();
    return answer(
        rejected.code(),
        rejected.message(),
        rejected.field(),
        e.line(),
        rejected.currentVersion(),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> missing(
      MissingServletRequestParameterException e, HttpServletRequest request) {
    return answer(
        ErrorCode.INVALID_REQUEST,
        "the parameter '" + e.getParameterName() + "' is required",
        e.getParameterName(),
        null,
        null,
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> undecodable(InvalidParameterException e, HttpServletRequest request) {
    return answer(
        ErrorCode.INVALID_REQUEST,
        "the query string is not percent-encoded UTF-8, or has too many parts",
        null,
        null,
        null,
        request);
  }

  /** Where the framework itself reads the body. */
  @ExceptionHandler
  ResponseEntity<Problem> unreadable(
      HttpMessageNotReadableException e, HttpServletRequest request) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CatalogException coded) {
        return refused(coded, request);
      }
    }
    return answer(
        ErrorCode.MALFORMED_JSON,
        "the body is not the JSON that is wanted",
        null,
        null,
        null,
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> mismatch(
      MethodArgumentTypeMismatchException e, HttpServletRequest request) {
    Class<?> wanted = e.getRequiredType();
    return answer(
        ErrorCode.INVALID_REQUEST,
        "'"
            + e.getName()
            + "' is not "
            + (wanted == null ? "what is wanted" : "of type " + wanted.getSimpleName()),
        e.getName(),
        null,
        null,
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> tooLarge(MaxUploadSizeExceededException e, HttpServletRequest request) {
    return answer(
        ErrorCode.REQUEST_TOO_LARGE,
        "the upload is larger than this server takes",
        null,
        null,
        null,
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> multipart(MultipartException e, HttpServletRequest request) {
    return answer(
        ErrorCode.INVALID_REQUEST,
        "the body is not the multipart form that its header says",
        null,
        null,
        null,
        request);
  }

  /** The client has gone; there is nobody to answer. */
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException e) {
    LOG.atDebug().setMessage("A client closed its connection").log();
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Problem> storage(IOException e, HttpServletRequest request) {
    if (e instanceof ClientAbortException) {
      LOG.atDebug().setMessage("A client closed its connection").log();
      return null;
    }
    LOG.atWarn().setMessage("A store failed a request").setCause(e).log();
    return answer(
        ErrorCode.STORAGE_UNAVAILABLE,
        "a store does not answer as it should",
        null,
        null,
        null,
        request);
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Problem> any(Exception e, HttpServletRequest request) {
    if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) {
      return storage(cause, request);
    }
    return e instanceof ErrorResponse response
        ? ofHttp(response, e, request)
        : internal(e, request);
  }

  private static ResponseEntity<Problem> ofHttp(
      ErrorResponse response, Exception e, HttpServletRequest request) {
    HttpStatusCode status = response.getStatusCode();
    HttpErrorCode code =
        switch (status.value()) {
          case 404 -> HttpErrorCode.PATH_NOT_FOUND;
          case 405 -> HttpErrorCode.METHOD_NOT_ALLOWED;
          case 406 -> HttpErrorCode.NOT_ACCEPTABLE;
          case 415 -> HttpErrorCode.UNSUPPORTED_MEDIA_TYPE;
          default -> status.is4xxClientError() ? HttpErrorCode.BAD_REQUEST : null;
        };
    if (code == null) {
      return internal(e, request);
    }
    String detail =
        switch (code) {
          case PATH_NOT_FOUND -> "there is nothing at " + request.getRequestURI();
          case METHOD_NOT_ALLOWED -> request.getMethod() + " is not possible here";
          case NOT_ACCEPTABLE -> "the answer cannot be had in the form that Accept asks for";
          case UNSUPPORTED_MEDIA_TYPE ->
              e instanceof HttpMediaTypeNotSupportedException unsupported
                  ? "the content type is one of " + unsupported.getSupportedMediaTypes()
                  : "the content type is not taken here";
          case BAD_REQUEST -> "the request cannot be understood";
        };
    return ResponseEntity.status(code.httpStatus())
        .headers(response.getHeaders())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problem.of(code, detail, RequestIdFilter.idForAnswer(request)));
  }

  private static ResponseEntity<Problem> internal(Exception e, HttpServletRequest request) {
    LOG.atError()
        .setMessage("A request failed by a defect")
        .addKeyValue("method", request.getMethod())
        .setCause(e)
        .log();
    return answer(
        ErrorCode.INTERNAL_ERROR,
        "the server failed; the request id finds the reason in its log",
        null,
        null,
        null,
        request);
  }

  private static ResponseEntity<Problem> answer(
      ErrorCode code,
      String detail,
      @Nullable String field,
      @Nullable Long line,
      @Nullable Long currentVersion,
      HttpServletRequest request) {
    return answer(code, detail, field, null, line, currentVersion, request);
  }

  private static ResponseEntity<Problem> answer(
      ErrorCode code,
      String detail,
      @Nullable String field,
      @Nullable Integer position,
      @Nullable Long line,
      @Nullable Long currentVersion,
      HttpServletRequest request) {
    HttpHeaders headers = new HttpHeaders();
    if (code.httpStatus() == 429 || code.httpStatus() == 503) {
      headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_AFTER_SECONDS));
    }
    return ResponseEntity.status(code.httpStatus())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(
            Problem.of(
                code,
                detail,
                field,
                position,
                line,
                currentVersion,
                RequestIdFilter.idForAnswer(request)));
  }
}
