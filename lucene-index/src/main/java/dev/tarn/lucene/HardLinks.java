package dev.tarn.lucene;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives files a second name in another folder. Lucene writes a file once and never changes it, so
 * two indexes can have it in common, and either can delete its name. A file system that has no
 * links gets copies.
 */
final class HardLinks {
  private static final Logger LOG = LoggerFactory.getLogger(HardLinks.class);

  /** How one file is linked. */
  @FunctionalInterface
  interface Linker {
    /**
     * @throws UnsupportedOperationException if the file system has no links
     * @throws FileSystemException if it does not link these two
     */
    void link(Path link, Path existing) throws IOException;
  }

  private final Linker linker;
  private final AtomicBoolean copying = new AtomicBoolean();

  HardLinks(Linker linker) {
    this.linker = linker;
  }

  /** Returns whether links could be made so far. */
  boolean areMade() {
    return !copying.get();
  }

  /** Links or copies files, and makes that durable. */
  void link(Path from, Collection<String> names, Path to) throws IOException {
    for (String name : names) {
      link(from.resolve(name), to.resolve(name));
    }
    IOUtils.fsync(to, true);
  }

  private void link(Path existing, Path link) throws IOException {
    if (areMade()) {
      try {
        linker.link(link, existing);
        return;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        throw e;
      } catch (UnsupportedOperationException | FileSystemException e) {
        if (copying.compareAndSet(false, true)) {
          LOG.atWarn()
              .setMessage("The file system makes no hard links: indexes of branches are copies")
              .addKeyValue("folder", link.getParent())
              .setCause(e)
              .log();
        }
      }
    }
    Files.copy(existing, link);
    IOUtils.fsync(link, false);
  }
}
