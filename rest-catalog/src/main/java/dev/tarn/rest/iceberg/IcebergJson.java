package dev.tarn.rest.iceberg;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.RESTSerializers;

/** Iceberg's requests and responses as JSON. */
final class IcebergJson {
  private static final ObjectMapper MAPPER = mapper();

  private IcebergJson() {}

  /** As the client's, which Iceberg does not hand out. */
  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        new ObjectMapper(
            new JsonFactoryBuilder()
                .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                .build());
    mapper.setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
    mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    mapper.setPropertyNamingStrategy(new PropertyNamingStrategies.KebabCaseStrategy());
    RESTSerializers.registerAll(mapper);
    return mapper;
  }

  /**
   * Reads a request.
   *
   * @throws BadRequestException if the JSON is not one
   * @throws IllegalArgumentException if what it says cannot be
   */
  static <T extends RESTRequest> T read(byte[] json, Class<T> type) {
    try {
      T request = MAPPER.readValue(json, type);
      if (request == null) {
        throw new BadRequestException("The body is not a %s", type.getSimpleName());
      }
      request.validate();
      return request;
    } catch (JsonProcessingException e) {
      throw new BadRequestException(
          e, "The body is not a %s: %s", type.getSimpleName(), e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] write(RESTResponse response) {
    try {
      return MAPPER.writeValueAsBytes(response);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a response cannot be written", e);
    }
  }
}
