package dev.tarn.iceberg.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** A file that is written once, through a buffer. */
final class LocalOutputFile implements OutputFile {
  /** What happens to a file when all of it is written. */
  @FunctionalInterface
  interface OnClose {
    void written(Path file) throws IOException;
  }

  static final OnClose SYNC_ON_CLOSE = file -> FileSync.all(List.of(file));

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final Set<StandardOpenOption> OVERWRITE =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);

  private final String location;
  private final Path path;
  private final OnClose onClose;

  LocalOutputFile(String location, OnClose onClose) {
    this.location = location;
    this.path = LocalFileIO.path(location);
    this.onClose = onClose;
  }

  @Override
  public PositionOutputStream create() {
    return open(NEW);
  }

  @Override
  public PositionOutputStream createOrOverwrite() {
    return open(OVERWRITE);
  }

  private PositionOutputStream open(Set<StandardOpenOption> options) {
    try {
      try {
        return new ChannelOutputStream(FileChannel.open(path, options), path, onClose);
      } catch (NoSuchFileException e) {
        Path directory = path.getParent();
        if (directory == null) {
          throw e;
        }
        FileSync.createDirectories(directory);
        return new ChannelOutputStream(FileChannel.open(path, options), path, onClose);
      }
    } catch (FileAlreadyExistsException e) {
      throw new AlreadyExistsException(e, "the file exists: %s", location);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + location, e);
    }
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public InputFile toInputFile() {
    return new LocalInputFile(location, LocalInputFile.UNKNOWN_LENGTH);
  }

  @Override
  public String toString() {
    return location;
  }

  private static final class ChannelOutputStream extends PositionOutputStream {
    private final FileChannel channel;
    private final Path path;
    private final OnClose onClose;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long flushedBytes;
    private boolean closed;

    private ChannelOutputStream(FileChannel channel, Path path, OnClose onClose) {
      this.channel = channel;
      this.path = path;
      this.onClose = onClose;
    }

    @Override
    public long getPos() {
      return flushedBytes + buffer.position();
    }

    @Override
    public void write(int value) throws IOException {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.put((byte) value);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      if (count > buffer.remaining()) {
        flush();
      }
      if (count > buffer.capacity()) {
        drain(ByteBuffer.wrap(bytes, offset, count));
        flushedBytes += count;
      } else {
        buffer.put(bytes, offset, count);
      }
    }

    @Override
    public void flush() throws IOException {
      buffer.flip();
      int count = buffer.remaining();
      drain(buffer);
      flushedBytes += count;
      buffer.clear();
    }

    private void drain(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public long storedLength() {
      return getPos();
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try (channel) {
        flush();
      }
      onClose.written(path);
    }
  }
}
