package dev.tarn.lucene;

import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateIndex;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes in folders {@code <root>/<tenant>/<branch>}. An upper-case letter of a branch's name is
 * written {@code _} and its lower-case one, and {@code _} is written twice: so two names differ on
 * file systems that ignore case, too. Each folder is open in one process only.
 */
public final class LuceneStateIndexes implements StateIndexes {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneStateIndexes.class);

  private final Path root;
  private final LuceneIndexSettings settings;

  public LuceneStateIndexes(Path root, LuceneIndexSettings settings) {
    this.root = root;
    this.settings = settings;
  }

  @Override
  public StateIndex open(Scope scope) throws IOException {
    try {
      return LuceneStateIndex.open(folder(scope), scope, settings);
    } catch (CorruptIndexException
        | IndexFormatTooOldException
        | IndexFormatTooNewException
        | UnusableIndexException
        | EOFException
        | FileNotFoundException
        | NoSuchFileException
        | IllegalArgumentException
        | CatalogException e) {
      // Files that are cut, missing or of other versions (a codec that is not there is an illegal
      // argument), or entities that are not in the form that this version reads.
      LOG.atWarn()
          .setMessage("The index cannot be read; it is built again from the log")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
      discard(scope);
      return LuceneStateIndex.open(folder(scope), scope, settings);
    }
  }

  @Override
  public void discard(Scope scope) throws IOException {
    Path folder = folder(scope);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (FSDirectory directory = FSDirectory.open(folder);
        Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      lock.ensureValid();
      // The commits first: should this end half-way, what is left is no index.
      delete(folder, "segments*");
      delete(folder, "*");
    }
  }

  private static void delete(Path folder, String pattern) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : files) {
        if (!file.endsWith(IndexWriter.WRITE_LOCK_NAME)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Path folder(Scope scope) {
    StringBuilder branch = new StringBuilder();
    for (char c : scope.branch().value().toCharArray()) {
      if (c == '_' || (c >= 'A' && c <= 'Z')) {
        branch.append('_');
      }
      branch.append(c);
    }
    return root.resolve(scope.tenant().value()).resolve(branch.toString().toLowerCase(Locale.ROOT));
  }
}
