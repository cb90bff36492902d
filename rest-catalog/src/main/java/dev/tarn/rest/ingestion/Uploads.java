package dev.tarn.rest.ingestion;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.multipart.MultipartFile;

/** Files that clients have sent, kept until they are imported: one folder per import. */
final class Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final int MAX_NAME_CHARS = 255;

  private final Path directory;

  Uploads(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /**
   * What one request sent.
   *
   * @param folder deleted after the import
   */
  record Upload(Path folder, List<ImportInput> inputs) {
    /** Deletes the files. */
    void delete() {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (IOException | UncheckedIOException e) {
        LOG.atWarn().setMessage("An upload is left over").setCause(e).log();
      }
    }
  }

  /** Takes over the files of a request, which would not outlive it. */
  Upload take(List<MultipartFile> files) throws IOException {
    if (files.isEmpty()) {
      throw CatalogException.ofField(
          ErrorCode.MISSING_FIELD, "files", "the form has no file under the name 'files'");
    }
    Files.createDirectories(directory);
    Upload upload = new Upload(Files.createTempDirectory(directory, "upload-"), new ArrayList<>());
    boolean taken = false;
    try {
      for (MultipartFile file : files) {
        // The client's name is for people; on disk it could lead anywhere.
        Path target = upload.folder().resolve(Integer.toString(upload.inputs().size()));
        file.transferTo(target.toFile());
        upload.inputs().add(new FileInput(name(file), Files.size(target), target));
      }
      taken = true;
    } finally {
      if (!taken) {
        upload.delete();
      }
    }
    return upload;
  }

  private static String name(MultipartFile file) {
    String given = file.getOriginalFilename();
    String name =
        given == null
            ? ""
            : given.substring(1 + Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')));
    if (name.isBlank()
        || name.length() > MAX_NAME_CHARS
        || name.chars().anyMatch(Character::isISOControl)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_NAME,
          "files",
          "a file has a name of 1 to " + MAX_NAME_CHARS + " printable characters");
    }
    return name;
  }
}
