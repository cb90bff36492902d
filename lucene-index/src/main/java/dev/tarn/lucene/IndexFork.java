package dev.tarn.lucene;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Begins an index in an empty folder with the files of another one's last Lucene commit. */
final class IndexFork {
  private IndexFork() {}

  /** Links the last commit of an index that nobody writes. */
  static IndexOffset link(Path from, Path to, HardLinks links) throws IOException {
    try (Directory directory = FSDirectory.open(from)) {
      return link(directory, from, to, links);
    }
  }

  /**
   * @param directory of the folder, where the commit cannot be replaced now
   * @return how far in the log the commit is
   */
  static IndexOffset link(Directory directory, Path from, Path to, HardLinks links)
      throws IOException {
    SegmentInfos segments = SegmentInfos.readLatestCommit(directory);
    IndexOffset offset = IndexOffset.of(segments.getUserData());
    if (offset == null) {
      throw new UnusableIndexException("the index was written in another format");
    }
    InheritedSegments.write(to, segments);
    links.link(from, segments.files(true), to);
    return offset;
  }
}
