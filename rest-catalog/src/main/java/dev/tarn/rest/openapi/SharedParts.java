package dev.tarn.rest.openapi;

import dev.tarn.core.change.Idempotency;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.Problem;
import dev.tarn.rest.request.ReadRequest;
import dev.tarn.rest.request.RequestArguments;
import dev.tarn.rest.request.ScopeRequest;
import dev.tarn.rest.request.WriteRequest;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;

/** Describes what operations have by the kind of their request: scope, headers, body and errors. */
final class SharedParts implements GlobalOperationCustomizer {
  static final String SCHEMAS = "#/components/schemas/";

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    Set<Class<?>> types =
        Stream.of(method.getMethodParameters())
            .map(MethodParameter::getParameterType)
            .collect(Collectors.toSet());
    boolean reads = types.contains(ReadRequest.class);
    boolean writes = types.contains(WriteRequest.class);
    if (!reads && !writes && !types.contains(ScopeRequest.class)) {
      return operation;
    }
    header(operation, Headers.TENANT, "Whose catalog; 'default' where it is not given.");
    query(operation, RequestArguments.BRANCH, "The branch; 'main' where it is not given.");
    header(operation, Headers.REQUEST_ID, "Finds the request in logs and in the audit trail.");
    if (reads && !writes) {
      query(
          operation,
          RequestArguments.AT,
          "Answers as of a commit, a tag or a time such as 2026-01-31T12:00:00Z.");
    }
    if (reads) {
      header(operation, Headers.MIN_COMMIT, "Answers no older than this commit.");
    }
    if (writes) {
      header(
          operation, HttpHeaders.IF_MATCH, "The version to change, in quotes, as ETag gives it.");
      header(
          operation,
          Headers.IDEMPOTENCY_KEY,
          "Makes it safe to send the request again; up to "
              + Idempotency.MAX_KEY_CHARS
              + " printable characters.");
      header(operation, Headers.REASON, "Why, in the writer's words; for the audit trail.");
      header(operation, Headers.SOURCE, "The client or connector; for the audit trail.");
    }
    body(operation, method);
    answers(operation);
    return operation;
  }

  private static void header(Operation operation, String name, String description) {
    operation.addParametersItem(parameter("header", name, description));
  }

  private static void query(Operation operation, String name, String description) {
    operation.addParametersItem(parameter("query", name, description));
  }

  private static Parameter parameter(String in, String name, String description) {
    return new Parameter()
        .in(in)
        .name(name)
        .description(description)
        .required(false)
        .schema(text());
  }

  private static Schema<?> text() {
    return new JsonSchema().types(Set.of("string"));
  }

  private static void body(Operation operation, HandlerMethod method) {
    Body body = method.getMethodAnnotation(Body.class);
    if (body != null) {
      RequestBody known = operation.getRequestBody();
      // Handlers of one path and method are one operation, which takes what each of them does.
      Content content = known == null ? new Content() : known.getContent();
      operation.setRequestBody(
          new RequestBody()
              .required(true)
              .content(
                  content.addMediaType(
                      body.type(),
                      new MediaType().schema(new Schema<>().$ref(SCHEMAS + body.value())))));
    }
  }

  private static void answers(Operation operation) {
    operation
        .getResponses()
        .values()
        .forEach(
            response ->
                response.addHeaderObject(
                    Headers.COMMIT,
                    new Header()
                        .description("The commit of the answer: read at, or made.")
                        .schema(text())));
    operation
        .getResponses()
        .addApiResponse(
            "default",
            new ApiResponse()
                .description("An error; 'code' says which.")
                .content(
                    new Content()
                        .addMediaType(
                            Problem.MEDIA_TYPE,
                            new MediaType().schema(new Schema<>().$ref(SCHEMAS + "Problem")))));
  }
}
