package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands for branches and those for tags share. */
final class References {
  private References() {}

  /** A branch, or a tag: what it is called, and where the API has it. */
  enum Kind {
    BRANCH("/api/v1/branches"),
    TAG("/api/v1/tags");

    private final String path;

    Kind(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }

    String path(String name) {
      return path + "/" + Api.segment(name);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A command about one branch or tag. */
  abstract static class Named extends ApiCommand {
    private final Kind kind;

    @Parameters(
        index = "0",
        paramLabel = "NAME",
        description = "1 to 100 of A-Z, a-z, 0-9, '.', '_' and '-'.")
    String name = "";

    Named(RootCommand root, Kind kind) {
      super(root);
      this.kind = kind;
    }

    Kind kind() {
      return kind;
    }

    /** Says in words what was done, or prints the answer, if there is one. */
    ExitCode done(Console console, JsonNode answer, String words) {
      if (!json()) {
        console.line(words);
      } else if (answer.isContainerNode()) {
        console.json(answer);
      }
      return ExitCode.OK;
    }

    ExitCode patch(Api api, Console console, ObjectNode body, String words) {
      return done(
          console, api.write("PATCH", kind.path(name), Api.query(), null, null, body), words);
    }
  }

  /** Creates a branch or tag. */
  abstract static class Create extends Named {
    @Option(names = "--purpose", paramLabel = "TEXT", description = "What it is for.")
    @Nullable String purpose;

    @Option(
        names = "--ttl",
        paramLabel = "TIME",
        description = "Delete it after this time: 7d, 12h, 30m, or as P1DT6H.")
    @Nullable String timeToLive;

    Create(RootCommand root, Kind kind) {
      super(root, kind);
    }

    ExitCode create(Api api, Console console, @Nullable String from) {
      ObjectNode body = Json.MAPPER.createObjectNode().put("name", name);
      put(body, "from", from);
      put(body, "at", root().at);
      put(body, "purpose", purpose);
      put(body, "timeToLive", timeToLive == null ? null : duration(timeToLive));
      JsonNode answer = api.post(kind().path(), Api.query(), body);
      return done(
          console, answer, "created " + kind() + " " + name + " at " + Json.text(answer, "commit"));
    }
  }

  private static void put(ObjectNode body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  /** Reads {@code 7d} as {@code P7D}, {@code 12h} as {@code PT12H}. */
  static String duration(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String iso = upper.startsWith("P") ? upper : upper.endsWith("D") ? "P" + upper : "PT" + upper;
    try {
      return Duration.parse(iso).toString();
    } catch (DateTimeException e) {
      throw new CommandFailure(ExitCode.USAGE, "'" + text + "' is not a time such as 7d or 12h");
    }
  }

  /** Lists branches or tags. */
  static ExitCode list(Api api, Console console, boolean json, Kind kind) {
    JsonNode answer = api.get(kind.path(), Api.query());
    if (json) {
      console.json(answer);
      return ExitCode.OK;
    }
    Table table = new Table("NAME", "FROM", "COMMIT", "OWNER", "PROTECTED", "EXPIRES", "PURPOSE");
    for (JsonNode item : Json.elements(answer, "items")) {
      table.row(
          Json.text(item, "name"),
          Json.text(item, "from"),
          Json.text(item, "commit"),
          Json.text(item, "owner"),
          item.path("protected").asBoolean() ? "yes" : "no",
          Json.text(item, "expiresAt"),
          Json.text(item, "purpose"));
    }
    if (!table.isEmpty()) {
      table.print(console);
    }
    return ExitCode.OK;
  }
}
