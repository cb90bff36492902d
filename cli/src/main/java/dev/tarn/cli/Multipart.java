package dev.tarn.cli;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** A body of {@code multipart/form-data} (RFC 7578) that streams files from disk. */
final class Multipart {
  private final String boundary;
  private final List<BodyPublisher> parts = new ArrayList<>();

  /**
   * Makes an empty body.
   *
   * @param boundary a text that is in none of the files, such as a random UUID
   */
  Multipart(String boundary) {
    this.boundary = boundary;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  Multipart field(String name, String value) {
    parts.add(
        text(
            "--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n"
                + value
                + "\r\n"));
    return this;
  }

  Multipart file(String name, Path file) throws FileNotFoundException {
    parts.add(
        text(
            "--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"; filename=\""
                + quoted(String.valueOf(file.getFileName()))
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
    parts.add(BodyPublishers.ofFile(file));
    parts.add(text("\r\n"));
    return this;
  }

  /** As browsers do (HTML, "multipart form data"): percent-encodes what would end the name. */
  private static String quoted(String fileName) {
    return fileName.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  /**
   * Returns the body.
   *
   * @param sentBytes told from time to time how much is sent, in all
   */
  BodyPublisher body(LongConsumer sentBytes) {
    List<BodyPublisher> all = new ArrayList<>(parts);
    all.add(text("--" + boundary + "--\r\n"));
    return new CountedBody(BodyPublishers.concat(all.toArray(BodyPublisher[]::new)), sentBytes);
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }
}
