package dev.tarn.lucene.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;

/** What an access shows of an index. */
final class RestrictedReader extends FilterDirectoryReader {
  private final Segments segments;

  /** Finds out what is shown of segments. */
  @FunctionalInterface
  interface Segments {
    SegmentAccess of(LeafReader leaf) throws IOException;
  }

  RestrictedReader(DirectoryReader in, Segments segments) throws IOException {
    super(in, new Leaves(segments));
    this.segments = segments;
  }

  private static final class Leaves extends SubReaderWrapper {
    private final Segments segments;

    Leaves(Segments segments) {
      this.segments = segments;
    }

    @Override
    public LeafReader wrap(LeafReader leaf) {
      try {
        SegmentAccess access = segments.of(leaf);
        return new RestrictedLeaf(leaf, access, access.live(leaf));
      } catch (IOException e) {
        throw new UncheckedIOException("the index cannot be read", e);
      }
    }
  }

  @Override
  protected DirectoryReader doWrapDirectoryReader(DirectoryReader other) throws IOException {
    return new RestrictedReader(other, segments);
  }

  /** Nothing that Lucene keeps of a view may be taken for what another access shows of it. */
  @Override
  public @Nullable CacheHelper getReaderCacheHelper() {
    return null;
  }
}
