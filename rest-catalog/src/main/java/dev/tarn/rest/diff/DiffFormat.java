package dev.tarn.rest.diff;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** How a difference is written; lower case, as in requests. */
enum DiffFormat {
  /** A page. */
  json("application/json"),
  /** All of it, a document per line. */
  ndjson("application/x-ndjson"),
  /** All of it, a line per entity. */
  text("text/plain;charset=utf-8"),
  /** All of it, value by value. */
  patch("text/x-diff;charset=utf-8");

  private final String mediaType;

  DiffFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  MediaType mediaType() {
    return MediaType.parseMediaType(mediaType);
  }

  /**
   * Returns the format that is asked for by name, or else the one that is accepted most gladly.
   *
   * @param accept a request's header
   */
  static DiffFormat of(@Nullable DiffFormat named, @Nullable String accept) {
    if (named != null) {
      return named;
    }
    for (MediaType accepted : accepted(accept)) {
      for (DiffFormat format : values()) {
        if (accepted.includes(format.mediaType())) {
          return format;
        }
      }
    }
    return json;
  }

  private static List<MediaType> accepted(@Nullable String accept) {
    try {
      return MediaType.parseMediaTypes(accept).stream()
          .sorted(Comparator.comparingDouble(MediaType::getQualityValue).reversed())
          .toList();
    } catch (InvalidMediaTypeException e) {
      return List.of();
    }
  }
}
