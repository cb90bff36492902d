package dev.tarn.rest.graphql;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.error.ErrorKind;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.SubscriptionExceptionResolverAdapter;

/** Gives what ends a subscription the code that it has everywhere. */
final class SubscriptionErrors extends SubscriptionExceptionResolverAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionErrors.class);

  @Override
  protected GraphQLError resolveToSingleError(Throwable thrown) {
    return switch (thrown) {
      case CatalogException coded when coded.code().kind() != ErrorKind.INTERNAL ->
          error(coded.code(), coded.getMessage());
      case IOException io -> {
        LOG.atWarn().setMessage("A store failed a subscription").setCause(io).log();
        yield error(ErrorCode.STORAGE_UNAVAILABLE, "a store does not answer as it should");
      }
      default -> {
        LOG.atError().setMessage("A subscription failed by a defect").setCause(thrown).log();
        yield error(ErrorCode.INTERNAL_ERROR, "the server failed");
      }
    };
  }

  private static GraphQLError error(ErrorCode code, String message) {
    return GraphqlErrorBuilder.newError()
        .message(message.replace("%", "%%"))
        .errorType(GraphqlErrors.type(code))
        .extensions(Map.of("code", code.code()))
        .build();
  }
}
