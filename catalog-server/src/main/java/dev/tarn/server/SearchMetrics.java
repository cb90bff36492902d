package dev.tarn.server;

import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.SearchMode;
import dev.tarn.rest.search.SearchObserver;
import dev.tarn.rest.search.SearchOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long searches take, by tenant, branch and outcome: {@code tarn_search_seconds}, by mode, too,
 * and {@code tarn_suggest_seconds}. A search that a limit cut short has the outcome {@code
 * partial}.
 */
final class SearchMetrics implements SearchObserver {
  /** The bounds that the promises of search are made in. */
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(30),
    Duration.ofMillis(60),
    Duration.ofMillis(100),
    Duration.ofMillis(300),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(60)
  };

  private final MeterRegistry registry;
  private final Map<Tags, Timer> searches = new ConcurrentHashMap<>();
  private final Map<Tags, Timer> suggestions = new ConcurrentHashMap<>();

  SearchMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void searched(Scope scope, SearchMode mode, SearchOutcome outcome, Duration took) {
    searches
        .computeIfAbsent(
            tags(scope, outcome).and("mode", code(mode)),
            tags -> timer("tarn.search", "Time of a search", tags))
        .record(took);
  }

  @Override
  public void suggested(Scope scope, SearchOutcome outcome, Duration took) {
    suggestions
        .computeIfAbsent(
            tags(scope, outcome), tags -> timer("tarn.suggest", "Time to complete a name", tags))
        .record(took);
  }

  private static Tags tags(Scope scope, SearchOutcome outcome) {
    return CommitMetrics.tags(scope).and("outcome", code(outcome));
  }

  private static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private Timer timer(String name, String description, Tags tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }
}
