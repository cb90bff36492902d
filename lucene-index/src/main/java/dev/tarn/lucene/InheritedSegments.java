package dev.tarn.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.util.IOUtils;

/**
 * Leaves the segments alone that an index shares with the one that it was forked from: a merge
 * would write anew what was not changed. Those of which much is deleted are merged all the same.
 * The file {@code inherited} beside the segments lists them.
 */
final class InheritedSegments extends FilterMergePolicy {
  private static final String FILE = "inherited";

  /** A segment of which more is deleted is merged like one of the index's own. */
  private static final double MAX_DELETED_SHARE = 0.5;

  private final Set<String> inherited;

  InheritedSegments(MergePolicy in, Set<String> inherited) {
    super(in);
    this.inherited = Set.copyOf(inherited);
  }

  /** Lists the segments that a fork begins with; they become durable with the folder. */
  static void write(Path folder, SegmentInfos segments) throws IOException {
    List<String> names = segments.asList().stream().map(segment -> segment.info.name).toList();
    Files.write(folder.resolve(FILE), names);
    IOUtils.fsync(folder.resolve(FILE), false);
  }

  /** Returns the segments that the index in a folder began with; none if it is no fork. */
  static Set<String> read(Path folder) throws IOException {
    try {
      return new HashSet<>(Files.readAllLines(folder.resolve(FILE)));
    } catch (NoSuchFileException e) {
      return Set.of();
    }
  }

  @Override
  public MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos segments, MergeContext context) throws IOException {
    return in.findMerges(trigger, own(segments, context), context);
  }

  @Override
  public MergeSpecification findFullFlushMerges(
      MergeTrigger trigger, SegmentInfos segments, MergeContext context) throws IOException {
    return in.findFullFlushMerges(trigger, own(segments, context), context);
  }

  private SegmentInfos own(SegmentInfos segments, MergeContext context) throws IOException {
    SegmentInfos own = new SegmentInfos(segments.getIndexCreatedVersionMajor());
    for (SegmentCommitInfo segment : segments) {
      if (!inherited.contains(segment.info.name)
          || context.numDeletesToMerge(segment) > MAX_DELETED_SHARE * segment.info.maxDoc()) {
        own.add(segment);
      }
    }
    return own;
  }
}
