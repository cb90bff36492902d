package dev.tarn.rest;

import dev.tarn.core.error.CatalogException;
import dev.tarn.rest.iceberg.IcebergErrors;
import dev.tarn.rest.request.ProblemAdvice;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers requests that are refused before a handler has seen them, in the form of the protocol
 * that their path is of.
 */
public final class Refusals {
  private static final String ICEBERG = "/iceberg/";

  private final JsonMapper mapper;

  Refusals(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** Writes the whole answer, but for headers that are set already. */
  public void answer(
      CatalogException refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getRequestURI().startsWith(ICEBERG)) {
      ResponseEntity<String> answer = IcebergErrors.answerOf(refused, request);
      String body = answer.getBody();
      write(answer, body == null ? "" : body, response);
    } else {
      ResponseEntity<?> answer = ProblemAdvice.answerOf(refused, request);
      write(answer, mapper.writeValueAsString(answer.getBody()), response);
    }
  }

  private static void write(ResponseEntity<?> answer, String body, HttpServletResponse response)
      throws IOException {
    response.setStatus(answer.getStatusCode().value());
    answer
        .getHeaders()
        .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }
}
