package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.FilterCollector;
import org.apache.lucene.search.FilterLeafCollector;
import org.apache.lucene.search.FilterScorable;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.TotalHits;
import org.jspecify.annotations.Nullable;

/**
 * Collects the best hits, of which only those are wanted that score at least what the worst of
 * others does, which are known already. When enough hits are counted, the rest need not be looked
 * at.
 */
final class TopScores implements CollectorManager<TopScores.Floored, TopDocs> {
  private final TopScoreDocCollectorManager top;
  private final int counted;
  private final float floor;

  /**
   * @param counted hits are counted up to here
   * @param floor the least score that is wanted
   */
  TopScores(int limit, @Nullable ScoreDoc after, int counted, float floor) {
    this.top = new TopScoreDocCollectorManager(limit, after, counted);
    this.counted = counted;
    this.floor = floor;
  }

  @Override
  public Floored newCollector() {
    return new Floored(top.newCollector());
  }

  @Override
  public TopDocs reduce(Collection<Floored> collectors) throws IOException {
    List<TopScoreDocCollector> found = collectors.stream().map(Floored::found).toList();
    TopDocs all = top.reduce(found);
    boolean cut = collectors.stream().anyMatch(collector -> collector.cut);
    return cut
        ? new TopDocs(
            new TotalHits(all.totalHits.value(), TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO),
            all.scoreDocs)
        : all;
  }

  /** Collects in the segments of one slice. */
  final class Floored extends FilterCollector {
    private long hits;
    private boolean cut;

    private Floored(Collector in) {
      super(in);
    }

    private TopScoreDocCollector found() {
      return (TopScoreDocCollector) in;
    }

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext context) throws IOException {
      return new Leaf(super.getLeafCollector(context));
    }

    private final class Leaf extends FilterLeafCollector {
      private @Nullable Scorable scorer;

      Leaf(LeafCollector in) {
        super(in);
      }

      @Override
      public void setScorer(Scorable given) throws IOException {
        scorer = given;
        super.setScorer(
            new FilterScorable(given) {
              @Override
              public void setMinCompetitiveScore(float score) throws IOException {
                in.setMinCompetitiveScore(Math.max(score, cut ? floor : 0));
              }
            });
        cutIfCounted();
      }

      @Override
      public void collect(int doc) throws IOException {
        super.collect(doc);
        if (++hits == counted + 1L) {
          cutIfCounted();
        }
      }

      private void cutIfCounted() throws IOException {
        if (hits > counted && floor > 0 && scorer != null) {
          cut = true;
          scorer.setMinCompetitiveScore(floor);
        }
      }
    }
  }
}
