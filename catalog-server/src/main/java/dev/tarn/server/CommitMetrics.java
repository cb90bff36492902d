package dev.tarn.server;

import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.scope.Scope;
import dev.tarn.iceberg.log.AppendObserver;
import dev.tarn.iceberg.log.AppendStep;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the committers do, as metrics by tenant and branch: {@code tarn_commit_resolve_seconds},
 * {@code tarn_commit_append_seconds}, {@code tarn_commit_step_seconds} by step of an append, {@code
 * tarn_commit_group_changes}, {@code tarn_commit_group_requests}, and counters of lost races, lost
 * answers and refused requests.
 */
final class CommitMetrics implements CommitObserver, AppendObserver {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final MeterRegistry registry;
  private final Map<Scope, Meters> meters = new ConcurrentHashMap<>();

  private record Meters(
      Timer resolve,
      Timer append,
      Map<AppendStep, Timer> steps,
      DistributionSummary changes,
      DistributionSummary requests,
      Counter conflicts,
      Counter unknownOutcomes,
      Counter refused) {}

  CommitMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  static Tags tags(Scope scope) {
    return Tags.of("tenant", scope.tenant().value(), "branch", scope.branch().value());
  }

  @Override
  public void committed(
      Scope scope, int submissions, int entries, Duration resolving, Duration appending) {
    Meters of = of(scope);
    of.resolve.record(resolving);
    of.append.record(appending);
    of.changes.record(entries);
    of.requests.record(submissions);
  }

  @Override
  public void done(Scope scope, AppendStep step, Duration took) {
    Timer timer = of(scope).steps.get(step);
    if (timer != null) {
      timer.record(took);
    }
  }

  @Override
  public void conflicted(Scope scope) {
    of(scope).conflicts.increment();
  }

  @Override
  public void outcomeUnknown(Scope scope) {
    of(scope).unknownOutcomes.increment();
  }

  @Override
  public void queueFull(Scope scope) {
    of(scope).refused.increment();
  }

  private Meters of(Scope scope) {
    return meters.computeIfAbsent(
        scope,
        key -> {
          Tags tags = tags(key);
          return new Meters(
              timer("tarn.commit.resolve", "Time to resolve the changes of a commit", tags),
              timer("tarn.commit.append", "Time to make a commit durable and visible", tags),
              steps(tags),
              summary("tarn.commit.group.changes", "Changes of one commit", tags),
              summary("tarn.commit.group.requests", "Requests that shared one commit", tags),
              counter("tarn.commit.conflicts", "Commits that another server was ahead of", tags),
              counter("tarn.commit.outcome.unknown", "Commits whose answer was lost", tags),
              counter("tarn.commit.refused", "Requests refused because of a full queue", tags));
        });
  }

  private Map<AppendStep, Timer> steps(Tags tags) {
    Map<AppendStep, Timer> steps = new EnumMap<>(AppendStep.class);
    for (AppendStep step : AppendStep.values()) {
      steps.put(
          step,
          timer("tarn.commit.step", "Time of a step of an append", tags.and("step", step.code())));
    }
    return steps;
  }

  private Timer timer(String name, String description, Tags tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .publishPercentileHistogram()
        .minimumExpectedValue(SHORTEST)
        .maximumExpectedValue(LONGEST)
        .register(registry);
  }

  private DistributionSummary summary(String name, String description, Tags tags) {
    return DistributionSummary.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(1, 10, 100, 1_000, 10_000)
        .register(registry);
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
