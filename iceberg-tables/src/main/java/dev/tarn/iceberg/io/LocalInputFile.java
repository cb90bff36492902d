package dev.tarn.iceberg.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;

/** A file that is read through a channel, at any position. */
final class LocalInputFile implements InputFile {
  static final long UNKNOWN_LENGTH = -1;

  private final String location;
  private final Path path;
  private final long length;

  LocalInputFile(String location, long length) {
    this.location = location;
    this.path = LocalFileIO.path(location);
    this.length = length;
  }

  @Override
  public long getLength() {
    if (length != UNKNOWN_LENGTH) {
      return length;
    }
    try {
      return Files.size(path);
    } catch (NoSuchFileException e) {
      throw new NotFoundException(e, "no such file: %s", location);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + location, e);
    }
  }

  @Override
  public SeekableInputStream newStream() {
    try {
      return new ChannelInputStream(FileChannel.open(path, StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      throw new NotFoundException(e, "no such file: %s", location);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + location, e);
    }
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public boolean exists() {
    return Files.exists(path);
  }

  @Override
  public String toString() {
    return location;
  }

  private static final class ChannelInputStream extends SeekableInputStream
      implements RangeReadable {
    private final FileChannel channel;
    private final ByteBuffer one = ByteBuffer.allocate(1);

    private ChannelInputStream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
      channel.position(position);
    }

    @Override
    public int read() throws IOException {
      one.clear();
      return channel.read(one) < 1 ? -1 : one.get(0) & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      return count == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, count));
    }

    @Override
    public long skip(long count) throws IOException {
      long from = channel.position();
      long to = Math.min(channel.size(), from + Math.max(0, count));
      channel.position(to);
      return to - from;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(Integer.MAX_VALUE, channel.size() - channel.position());
    }

    @Override
    public void readFully(long position, byte[] bytes, int offset, int count) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
      long at = position;
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, at);
        if (read < 0) {
          throw new EOFException("the file ends before " + (position + count));
        }
        at += read;
      }
    }

    @Override
    public int readTail(byte[] bytes, int offset, int count) throws IOException {
      int wanted = (int) Math.min(count, channel.size());
      readFully(channel.size() - wanted, bytes, offset, wanted);
      return wanted;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
