package dev.tarn.rest.bulk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A queue of bytes between one writer and one reader: first in memory, then in a file, then the
 * writer waits. Keeps order.
 */
final class ResultSpool implements AutoCloseable {
  private static final int MAX_CHUNKS_IN_MEMORY = 16;
  private static final int CHUNK_BYTES = 64 * 1024;

  private final Path directory;
  private final long maxFileBytes;
  private final ArrayDeque<byte[]> memory = new ArrayDeque<>();
  private @Nullable FileChannel file;
  private long writtenBytes;
  private long readBytes;
  private boolean ended;
  private boolean closed;

  /**
   * @param maxFileBytes beyond which the writer waits for the reader
   */
  ResultSpool(Path directory, long maxFileBytes) {
    this.directory = directory;
    this.maxFileBytes = maxFileBytes;
  }

  /**
   * Adds bytes, which are not touched afterwards.
   *
   * @throws IOException if the reader has gone
   */
  synchronized void add(byte[] chunk) throws IOException {
    if (chunk.length == 0) {
      return;
    }
    awaitRoom();
    // What is on disk comes before what is not, so that nothing overtakes it.
    if (writtenBytes == readBytes && memory.size() < MAX_CHUNKS_IN_MEMORY) {
      memory.add(chunk);
    } else {
      ByteBuffer buffer = ByteBuffer.wrap(chunk);
      FileChannel channel = file();
      while (buffer.hasRemaining()) {
        writtenBytes += channel.write(buffer, writtenBytes);
      }
    }
    notifyAll();
  }

  private void awaitRoom() throws IOException {
    try {
      while (!closed && writtenBytes - readBytes >= maxFileBytes) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (closed) {
      throw new IOException("the client does not read the results");
    }
  }

  private FileChannel file() throws IOException {
    if (file == null) {
      Files.createDirectories(directory);
      Path path = Files.createTempFile(directory, "results-", ".ndjson");
      file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    return file;
  }

  /** Says that nothing more is added. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Returns whether the reader would have to wait. */
  synchronized boolean isEmpty() {
    return memory.isEmpty() && writtenBytes == readBytes;
  }

  /** Waits for bytes and takes some; null at the end. */
  synchronized byte @Nullable [] next() throws IOException {
    try {
      while (memory.isEmpty() && writtenBytes == readBytes) {
        if (ended) {
          return null;
        }
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    byte[] next = memory.poll();
    if (next == null) {
      next = fromFile();
    }
    notifyAll();
    return next;
  }

  private byte[] fromFile() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, writtenBytes - readBytes));
    FileChannel channel = file();
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, readBytes);
      if (count < 0) {
        throw new IOException("the results on disk end early");
      }
      readBytes += count;
    }
    if (readBytes == writtenBytes) {
      channel.truncate(0);
      readBytes = 0;
      writtenBytes = 0;
    }
    return buffer.array();
  }

  /** Says that nobody reads any more, and drops what there is. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    ended = true;
    memory.clear();
    readBytes = writtenBytes;
    notifyAll();
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
