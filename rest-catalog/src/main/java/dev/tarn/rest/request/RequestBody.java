package dev.tarn.rest.request;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.springframework.http.HttpHeaders;

/** The bytes of a request. */
public final class RequestBody {
  private static final int GZIP_BUFFER_BYTES = 64 * 1024;

  private RequestBody() {}

  /** Returns the body as a stream, unpacked if it comes packed. */
  public static InputStream open(HttpServletRequest request) throws IOException {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
      return request.getInputStream();
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, HttpHeaders.CONTENT_ENCODING, "only gzip is taken");
    }
    try {
      return new GZIPInputStream(request.getInputStream(), GZIP_BUFFER_BYTES);
    } catch (ZipException e) {
      throw notGzip(e);
    }
  }

  /** Reads a body of at most {@code maxBytes}, unpacked. */
  static byte[] read(HttpServletRequest request, long maxBytes) throws IOException {
    if (request.getContentLengthLong() > maxBytes) {
      throw tooLarge(maxBytes);
    }
    try (InputStream in = open(request)) {
      byte[] bytes = in.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
      if (bytes.length > maxBytes) {
        throw tooLarge(maxBytes);
      }
      return bytes;
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
