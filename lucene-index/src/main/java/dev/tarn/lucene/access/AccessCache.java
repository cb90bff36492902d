package dev.tarn.lucene.access;

import dev.tarn.core.policy.AssetAccess;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;

/**
 * What accesses show of segments, kept for those who have the same access, and for later views:
 * most segments stay when something changes. Bounded in bytes: first goes what was found out of
 * words, then the rest of what was asked for longest ago. A segment that is closed is forgotten.
 * Thread safe.
 */
public final class AccessCache {
  /** Which part of the heap bits take at most: two bits for each document and access. */
  private static final int HEAP_SHARE = 16;

  private static final float LOAD_FACTOR = 0.75f;

  /** That of all indexes of the process. */
  public static final AccessCache OF_PROCESS =
      new AccessCache(Runtime.getRuntime().maxMemory() / HEAP_SHARE);

  private final long maxBytes;

  /** The one that was asked for longest ago comes first. */
  private final Map<AssetAccess, Known> accesses = new LinkedHashMap<>(16, LOAD_FACTOR, true);

  /** Of open segments. */
  private final Map<IndexReader.CacheKey, SegmentFacts> facts = new ConcurrentHashMap<>();

  private long bytes;

  public AccessCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What is known of one access. Its lock is held while a segment is looked at. */
  private static final class Known {
    private final ConditionTerms terms = new ConditionTerms();
    private final Map<IndexReader.CacheKey, SegmentAccess> segments = new ConcurrentHashMap<>();

    /** What the cache counts for it; guarded by the cache. */
    private long bytes;

    void forgetTerms() {
      segments.values().forEach(SegmentAccess::forgetTerms);
    }

    long measure() {
      return terms.bytes() + segments.values().stream().mapToLong(SegmentAccess::bytes).sum();
    }
  }

  /**
   * Returns the reader of what an access shows. It is open as long as the other is, and is not
   * closed itself.
   */
  public DirectoryReader restricted(DirectoryReader reader, AssetAccess access) throws IOException {
    Known known = known(access);
    DirectoryReader restricted = new RestrictedReader(reader, leaf -> segment(known, leaf, access));
    count(access, known);
    return restricted;
  }

  private synchronized Known known(AssetAccess access) {
    return accesses.computeIfAbsent(access, any -> new Known());
  }

  private SegmentAccess segment(Known known, LeafReader leaf, AssetAccess access)
      throws IOException {
    IndexReader.CacheHelper core = leaf.getCoreCacheHelper();
    if (core == null) {
      return SegmentAccess.of(leaf, access, known.terms, SegmentFacts.of(leaf));
    }
    SegmentAccess found = known.segments.get(core.getKey());
    if (found != null) {
      return found;
    }
    // Others with the same access wait, and then have it.
    synchronized (known) {
      found = known.segments.get(core.getKey());
      if (found == null) {
        found = SegmentAccess.of(leaf, access, known.terms, facts(leaf, core));
        known.segments.put(core.getKey(), found);
      }
      return found;
    }
  }

  private SegmentFacts facts(LeafReader leaf, IndexReader.CacheHelper core) throws IOException {
    SegmentFacts known = facts.get(core.getKey());
    if (known != null) {
      return known;
    }
    SegmentFacts found = SegmentFacts.of(leaf);
    SegmentFacts first = facts.putIfAbsent(core.getKey(), found);
    if (first == null) {
      core.addClosedListener(this::forget);
    }
    return first == null ? found : first;
  }

  private synchronized void count(AssetAccess access, Known known) {
    if (accesses.get(access) == known) {
      measure(known);
    }
    Iterator<Known> forgetful = accesses.values().iterator();
    while (bytes > maxBytes && forgetful.hasNext()) {
      Known oldest = forgetful.next();
      oldest.forgetTerms();
      measure(oldest);
    }
    Iterator<Known> all = accesses.values().iterator();
    while (bytes > maxBytes && all.hasNext()) {
      bytes -= all.next().bytes;
      all.remove();
    }
  }

  private void measure(Known known) {
    long measured = known.measure();
    bytes += measured - known.bytes;
    known.bytes = measured;
  }

  private synchronized void forget(IndexReader.CacheKey segment) {
    facts.remove(segment);
    for (Known known : accesses.values()) {
      if (known.segments.remove(segment) != null) {
        measure(known);
      }
    }
  }

  /** Returns how many bytes are counted. */
  synchronized long bytes() {
    return bytes;
  }

  /** Returns how many accesses something is known of. */
  synchronized int size() {
    return accesses.size();
  }
}
