package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn ingest}: sends files to the server and waits until they are in. */
@Command(
    name = "ingest",
    description = {
      "Imports files: dbt, OpenLineage, DataHub, Tarn's own NDJSON.",
      "Files of one call belong together, as dbt's manifest.json and catalog.json do. Ctrl-C stops"
          + " the watching; an import that has begun goes on at the server, see: tarn runs."
    },
    sortOptions = false)
final class IngestCommand extends ApiCommand {
  private static final Duration POLL = Duration.ofMillis(250);

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
  List<Path> files = List.of();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Such as dbt, openlineage, datahub or ndjson. Default: the server looks")
  @Nullable String format;

  IngestCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) throws IOException, InterruptedException {
    long totalBytes = checkedSizeBytes();
    JsonNode run;
    try (Progress progress = Progress.ofBytes(console, "upload", totalBytes)) {
      run = upload(api, progress, totalBytes);
    }
    String id = Json.text(run, "id");
    Thread hint =
        new Thread(
            () -> console.note("the import goes on at the server; see: tarn runs " + id), "hint");
    Runtime.getRuntime().addShutdownHook(hint);
    try (Progress progress = Progress.ofBytes(console, "import", totalBytes)) {
      while (!IngestionRun.isFinished(run)) {
        progress.to(run.path("bytesRead").asLong(), run.path("bytesTotal").asLong(totalBytes));
        if (root().isEndedWithin(POLL)) {
          break;
        }
        run = api.get(RunsCommand.PATH + "/" + Api.segment(id), Api.query());
      }
    } finally {
      removeHook(hint);
    }
    if (json()) {
      console.json(run);
    } else {
      IngestionRun.print(console, run, verbose());
    }
    return IngestionRun.exitCode(run);
  }

  private static void removeHook(Thread hint) {
    try {
      Runtime.getRuntime().removeShutdownHook(hint);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hint is on its way.
    }
  }

  private long checkedSizeBytes() throws IOException {
    long totalBytes = 0;
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw new CommandFailure(ExitCode.USAGE, file + " is a folder; name the files in it");
      }
      if (!Files.isReadable(file)) {
        throw new CommandFailure(ExitCode.NOT_FOUND, "there is no readable file " + file);
      }
      totalBytes += Files.size(file);
    }
    return totalBytes;
  }

  private JsonNode upload(Api api, Progress progress, long totalBytes)
      throws FileNotFoundException {
    Multipart body = new Multipart("tarn-" + UUID.randomUUID());
    if (format != null) {
      body.field("format", format);
    }
    for (Path file : files) {
      body.file("files", file);
    }
    return api.upload(
        RunsCommand.PATH,
        Api.query(),
        body.contentType(),
        body.body(sentBytes -> progress.to(Math.min(sentBytes, totalBytes), totalBytes)));
  }
}
