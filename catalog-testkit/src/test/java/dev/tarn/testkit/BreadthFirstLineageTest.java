package dev.tarn.testkit;

import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The walk over the relationships that a state lists. */
@ExtendWith(Seeds.class)
final class BreadthFirstLineageTest {
  @Test
  void findsWhatTheEdgesSay(Random random) throws Exception {
    EdgeLog log = new EdgeLog(random, 30);
    InMemoryState state = new InMemoryState(CommitId.NOTHING);
    for (int step = 0; step < 40; step++) {
      Group group = log.group(1 + random.nextInt(20));
      group.entries().forEach(entry -> state.apply(entry, group.commit()));
      LineageComparison.assertSame(state, state.lineage(), log.assetIds(), random);
    }
  }
}
