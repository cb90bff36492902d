package dev.tarn.cloud;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Files of metadata in S3. They are small, so each is sent from memory, in one request: Iceberg's
 * own files write what they send to the local disk first. Everything else is Iceberg's own. Thread
 * safe.
 */
final class S3Metadata implements FileIO, SupportsPrefixOperations {
  private static final long serialVersionUID = 1L;

  private final S3FileIO files;
  private final transient S3Client client;

  S3Metadata(S3FileIO files, S3Client client) {
    this.files = files;
    this.client = client;
  }

  @Override
  public InputFile newInputFile(String location) {
    return files.newInputFile(location);
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    return files.newInputFile(location, length);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new Output(location);
  }

  @Override
  public void deleteFile(String location) {
    files.deleteFile(location);
  }

  @Override
  public Iterable<FileInfo> listPrefix(String prefix) {
    return files.listPrefix(prefix);
  }

  @Override
  public void deletePrefix(String prefix) {
    files.deletePrefix(prefix);
  }

  @Override
  public Map<String, String> properties() {
    return Map.of();
  }

  /** Also closes the client: it is theirs. */
  @Override
  public void close() {
    files.close();
  }

  private final class Output implements OutputFile {
    private final String location;

    private Output(String location) {
      this.location = location;
    }

    @Override
    public PositionOutputStream create() {
      if (toInputFile().exists()) {
        throw new AlreadyExistsException("Location already exists: %s", location);
      }
      return createOrOverwrite();
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return new Sending(PlacesPolicy.Place.of(location));
    }

    @Override
    public String location() {
      return location;
    }

    @Override
    public InputFile toInputFile() {
      return newInputFile(location);
    }
  }

  /** Sends what was written when it is closed. */
  private final class Sending extends PositionOutputStream {
    private final PlacesPolicy.Place place;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean closed;

    private Sending(PlacesPolicy.Place place) {
      this.place = place;
    }

    @Override
    public long getPos() {
      return content.size();
    }

    @Override
    public void write(int one) {
      content.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      content.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try {
        client.putObject(
            request -> request.bucket(place.bucket()).key(place.key()),
            RequestBody.fromBytes(content.toByteArray()));
      } catch (SdkException e) {
        throw new IOException("S3 does not take " + place.key(), e);
      }
    }
  }
}
