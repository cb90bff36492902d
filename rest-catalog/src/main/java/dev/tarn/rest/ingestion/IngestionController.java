package dev.tarn.rest.ingestion;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.Importer;
import dev.tarn.core.state.Page;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.Fields;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.ScopeRequest;
import dev.tarn.rest.request.WriteRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** Imports of files: start, look at, list. */
@RestController
@RequestMapping(IngestionController.PATH)
@Tag(name = "Ingestion", description = "Imports of files in the formats of the ecosystem.")
public final class IngestionController {
  static final String PATH = "/api/v1/ingestion";
  private static final String FORMAT = "format";

  private final Catalog catalog;
  private final Importers importers;
  private final IngestionRuns runs;
  private final Uploads uploads;
  private final AllowedRoots roots;

  /**
   * @param uploadDirectory where files that clients send wait for their import
   * @param allowedRoots folders of the server from which files may be imported
   */
  public IngestionController(
      Catalog catalog,
      Importers importers,
      IngestionRuns runs,
      Path uploadDirectory,
      List<Path> allowedRoots) {
    this.catalog = catalog;
    this.importers = importers;
    this.runs = runs;
    this.uploads = new Uploads(uploadDirectory);
    this.roots = new AllowedRoots(allowedRoots);
  }

  /** A format that can be imported. */
  record Format(String name, String description) {}

  @GetMapping("/formats")
  @Operation(operationId = "importFormats", summary = "List the formats that can be imported")
  Page<Format> formats(ScopeRequest request) {
    return new Page<>(
        importers.all().stream()
            .map(importer -> new Format(importer.format(), importer.description()))
            .toList(),
        null);
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Body(value = "ImportUpload", type = "multipart/form-data")
  @Operation(
      operationId = "importUpload",
      summary = "Import files that are sent along",
      description =
          "Several files of one format in one form. The answer comes at once; the import runs on,"
              + " and its address tells how far it is. Without 'format' the files are looked at.")
  ResponseEntity<RunReport> upload(WriteRequest request, MultipartHttpServletRequest form)
      throws IOException {
    catalog.checkIngestion(request.context().principal(), request.scope());
    Uploads.Upload upload = uploads.take(form.getFiles("files"));
    boolean started = false;
    try {
      ImportRun run = start(request, form.getParameter(FORMAT), upload.inputs(), upload::delete);
      started = true;
      return accepted(request, run);
    } finally {
      if (!started) {
        upload.delete();
      }
    }
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Body("ImportPaths")
  @Operation(
      operationId = "importPaths",
      summary = "Import files of the server",
      description = "Only from folders that the server's configuration allows.")
  ResponseEntity<RunReport> paths(WriteRequest request, JsonBody body) throws IOException {
    catalog.checkIngestion(request.context().principal(), request.scope());
    Fields fields = body.object();
    List<String> paths = fields.texts("paths");
    String format = fields.text(FORMAT);
    fields.end();
    if (paths.isEmpty()) {
      throw CatalogException.ofField(
          ErrorCode.MISSING_FIELD, "paths", "at least one path is required");
    }
    List<ImportInput> inputs = new ArrayList<>();
    for (String path : paths) {
      inputs.add(roots.file("paths[" + inputs.size() + "]", path));
    }
    return accepted(request, start(request, format, inputs, () -> {}));
  }

  private ImportRun start(
      WriteRequest request, @Nullable String format, List<ImportInput> inputs, Runnable cleanUp)
      throws IOException {
    Importer importer =
        format == null || format.isBlank() ? importers.recognise(inputs) : importers.of(format);
    return runs.start(
        request.scope(), request.context(importer.format()), importer, inputs, cleanUp);
  }

  private ResponseEntity<RunReport> accepted(WriteRequest request, ImportRun run)
      throws IOException {
    return ResponseEntity.accepted()
        .location(URI.create(PATH + "/" + run.id()))
        .header(
            Headers.COMMIT, catalog.head(request.context().principal(), request.scope()).toString())
        .body(run.report());
  }

  @GetMapping
  @Operation(
      operationId = "listImports",
      summary = "List the imports of the branch",
      description = "Those that this server has run since its start, the newest first.")
  ResponseEntity<Page<RunReport>> list(ScopeRequest request) throws IOException {
    catalog.checkIngestion(request.principal(), request.scope());
    return Answers.at(
        catalog.head(request.principal(), request.scope()),
        new Page<>(runs.list(request.scope()).stream().map(ImportRun::report).toList(), null));
  }

  @GetMapping("/{id}")
  @Operation(operationId = "import", summary = "Look at an import")
  ResponseEntity<RunReport> get(ScopeRequest request, @PathVariable("id") String id)
      throws IOException {
    catalog.checkIngestion(request.principal(), request.scope());
    ImportRun run =
        runs.find(request.scope(), id)
            .orElseThrow(
                () ->
                    new CatalogException(
                        ErrorCode.INGESTION_NOT_FOUND, "there is no such import on the branch"));
    return Answers.at(catalog.head(request.principal(), request.scope()), run.report());
  }
}
