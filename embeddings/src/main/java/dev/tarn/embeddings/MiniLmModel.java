package dev.tarn.embeddings;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.search.EmbeddingModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * all-MiniLM-L6-v2, a sentence encoder for English of 22 million weights, here of 8 bits each: 384
 * components. Reads the first {@link #MAX_CHARACTERS} characters of a text; what they have beyond
 * 510 word pieces is encoded apart, and averaged with the beginning by length.
 *
 * <p>Each text is encoded by itself, on the caller's thread and no other: the ranges of the 8-bit
 * numbers are those of a whole input, so in a batch the vector of a text would depend on its
 * neighbours.
 */
final class MiniLmModel implements EmbeddingModel {
  static final String NAME = "all-minilm-l6-v2-q";
  static final int DIMENSIONS = 384;

  /** What of a text is read, in characters. */
  static final int MAX_CHARACTERS = 2_000;

  private final Path folder;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private @Nullable MiniLmEncoder encoder;
  private @Nullable CatalogException failure;
  private boolean closed;

  MiniLmModel(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    load();
    lock.readLock().lock();
    try {
      MiniLmEncoder loaded = encoder;
      if (loaded == null) {
        throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the embedding model is closed");
      }
      List<float[]> vectors = new ArrayList<>(texts.size());
      for (String text : texts) {
        vectors.add(loaded.encode(cut(text)));
      }
      return vectors;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Cuts a text where no character is torn apart. */
  static String cut(String text) {
    if (text.length() <= MAX_CHARACTERS) {
      return text;
    }
    boolean tearing = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1));
    return text.substring(0, tearing ? MAX_CHARACTERS - 1 : MAX_CHARACTERS);
  }

  private void load() {
    lock.readLock().lock();
    try {
      if (encoder != null) {
        return;
      }
    } finally {
      lock.readLock().unlock();
    }
    lock.writeLock().lock();
    try {
      if (closed) {
        throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the embedding model is closed");
      }
      if (failure != null) {
        // A library that could not be loaded once cannot be loaded again in the same process.
        throw new CatalogException(failure.code(), failure.getMessage(), failure);
      }
      if (encoder == null) {
        encoder = MiniLmEncoder.load(folder);
      }
    } catch (LinkageError e) {
      failure = unavailable(e);
      throw failure;
    } catch (UnavailableException e) {
      failure = unavailable(e.getCause() == null ? e : e.getCause());
      throw failure;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static CatalogException unavailable(Throwable cause) {
    return new CatalogException(
        ErrorCode.SEARCH_NOT_AVAILABLE,
        "the embedding model "
            + NAME
            + " cannot be loaded on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ": "
            + cause,
        cause);
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      if (encoder != null) {
        encoder.close();
        encoder = null;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
