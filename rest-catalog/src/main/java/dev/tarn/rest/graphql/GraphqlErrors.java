package dev.tarn.rest.graphql;

import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.error.ErrorKind;
import dev.tarn.rest.request.RejectedChangeException;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.graphql.execution.ErrorType;

/** Gives the errors of fields the codes that they have everywhere. */
final class GraphqlErrors extends DataFetcherExceptionResolverAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(GraphqlErrors.class);

  @Override
  protected GraphQLError resolveToSingleError(Throwable thrown, DataFetchingEnvironment field) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return switch (cause) {
      case CatalogException coded when coded.code().kind() != ErrorKind.INTERNAL ->
          error(
              field,
              coded.code(),
              coded.getMessage(),
              coded.field(),
              coded.position(),
              coded.currentVersion());
      case RejectedChangeException refused -> {
        ChangeResult.Rejected rejected = refused.rejected();
        yield error(
            field,
            rejected.code(),
            rejected.message(),
            rejected.field(),
            null,
            rejected.currentVersion());
      }
      case IOException io -> {
        LOG.atWarn().setMessage("A store failed a query").setCause(io).log();
        yield error(
            field,
            ErrorCode.STORAGE_UNAVAILABLE,
            "a store does not answer as it should",
            null,
            null,
            null);
      }
      default -> {
        LOG.atError().setMessage("A query failed by a defect").setCause(cause).log();
        yield error(
            field,
            ErrorCode.INTERNAL_ERROR,
            "the server failed; the request id finds the reason in its log",
            null,
            null,
            null);
      }
    };
  }

  private static GraphQLError error(
      DataFetchingEnvironment field,
      ErrorCode code,
      String message,
      @Nullable String path,
      @Nullable Integer position,
      @Nullable Long currentVersion) {
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put("code", code.code());
    if (path != null) {
      extensions.put("field", path);
    }
    if (position != null) {
      extensions.put("position", position);
    }
    if (currentVersion != null) {
      extensions.put("currentVersion", currentVersion);
    }
    extensions.put("requestId", RequestView.of(field.getGraphQlContext()).scope().requestId());
    return GraphqlErrorBuilder.newError(field)
        .message(message.replace("%", "%%"))
        .errorType(type(code))
        .extensions(extensions)
        .build();
  }

  static ErrorType type(ErrorCode code) {
    return switch (code.httpStatus()) {
      case 401 -> ErrorType.UNAUTHORIZED;
      case 403 -> ErrorType.FORBIDDEN;
      case 404 -> ErrorType.NOT_FOUND;
      default ->
          code.kind() == ErrorKind.USER || code.kind() == ErrorKind.CONFLICT
              ? ErrorType.BAD_REQUEST
              : ErrorType.INTERNAL_ERROR;
    };
  }
}
