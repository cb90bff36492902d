package dev.tarn.rest.request;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.springframework.http.HttpHeaders;

/** The bytes of a request. */
public final class RequestBody {
  private static final int GZIP_BUFFER_BYTES = 64 * 1024;

  /** How much of a body that is too large is read to let the client see why. */
  private static final long MAX_DRAINED_BYTES = 64L << 20;

  private static final int PART_BYTES = 64 * 1024;

  private RequestBody() {}

  /** Returns the body as a stream, unpacked if it comes packed. */
  public static InputStream open(HttpServletRequest request) throws IOException {
    return open(request, request.getInputStream());
  }

  /**
   * Returns the body as a stream, unpacked if it comes packed.
   *
   * @param in the body as it comes
   */
  public static InputStream open(HttpServletRequest request, InputStream in) throws IOException {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
      return in;
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, HttpHeaders.CONTENT_ENCODING, "only gzip is taken");
    }
    try {
      return new GZIPInputStream(in, GZIP_BUFFER_BYTES);
    } catch (ZipException e) {
      throw notGzip(e);
    }
  }

  /** Reads a body of at most {@code maxBytes}, unpacked. */
  static byte[] read(HttpServletRequest request, long maxBytes, BodyBudget budget)
      throws IOException {
    if (request.getContentLengthLong() > MAX_DRAINED_BYTES) {
      throw tooLarge(maxBytes);
    }
    try (InputStream in = open(request)) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      byte[] part;
      long declaredBytes = request.getContentLengthLong();
      long expectedBytes = declaredBytes < 0 ? PART_BYTES : Math.min(declaredBytes, PART_BYTES);
      do {
        budget.take(request, expectedBytes);
        expectedBytes = PART_BYTES;
        part = in.readNBytes(PART_BYTES);
        if (body.size() + (long) part.length > maxBytes) {
          // A client that still sends would not see the answer.
          in.skip(MAX_DRAINED_BYTES);
          throw tooLarge(maxBytes);
        }
        body.write(part);
      } while (part.length == PART_BYTES);
      return body.toByteArray();
    } catch (ZipException e) {
      throw notGzip(e);
    }
  }

  private static CatalogException notGzip(ZipException cause) {
    return new CatalogException(
        ErrorCode.INVALID_REQUEST, "the body is not the gzip that its header says", cause);
  }

  private static CatalogException tooLarge(long maxBytes) {
    return new CatalogException(
        ErrorCode.REQUEST_TOO_LARGE, "a body has at most " + maxBytes + " bytes");
  }
}
