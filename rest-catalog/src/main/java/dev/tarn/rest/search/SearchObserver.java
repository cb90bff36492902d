package dev.tarn.rest.search;

import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.SearchMode;
import java.time.Duration;

/** Is told of searches, for metrics. Called in the threads that search: must not block. */
public interface SearchObserver {
  /** Tells nobody. */
  SearchObserver NONE =
      new SearchObserver() {
        @Override
        public void searched(Scope scope, SearchMode mode, SearchOutcome outcome, Duration took) {}

        @Override
        public void suggested(Scope scope, SearchOutcome outcome, Duration took) {}
      };

  /** A search has ended. */
  void searched(Scope scope, SearchMode mode, SearchOutcome outcome, Duration took);

  /** A look-up of suggestions has ended. */
  void suggested(Scope scope, SearchOutcome outcome, Duration took);
}
