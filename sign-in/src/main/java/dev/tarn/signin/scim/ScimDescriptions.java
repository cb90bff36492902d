package dev.tarn.signin.scim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the service can do, and what its resources are; they never change while it runs. */
final class ScimDescriptions {
  private ScimDescriptions() {}

  /** Returns the description of this name, which must be one of those in the resources. */
  static String of(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ScimDescriptions.class.getResourceAsStream("/scim/" + name + ".json"), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
