package dev.tarn.rest.graphql;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.rest.change.ChangeFeed;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The fields of {@code Subscription}. */
final class SubscriptionWiring {
  /** How long a subscription waits for a change before it looks whether anybody still listens. */
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  /** Subscribers wait for changes, each in a thread that costs nothing meanwhile. */
  private static final Scheduler WAITING =
      Schedulers.fromExecutor(
          Executors.newThreadPerTaskExecutor(
              Thread.ofVirtual().name("tarn-subscription-", 0).factory()));

  private final ChangeFeed feed;

  SubscriptionWiring(ChangeFeed feed) {
    this.feed = feed;
  }

  void addTo(RuntimeWiring.Builder wiring) {
    wiring.type(
        TypeRuntimeWiring.newTypeWiring("Subscription").dataFetcher("changes", this::changes));
  }

  private Publisher<LogEntry> changes(DataFetchingEnvironment field) throws IOException {
    Long after = Arguments.longNumber(field, "after");
    Set<EntityKind> kinds = kinds(field.getArgument("kinds"));
    RequestView view = RequestView.of(field.getGraphQlContext());
    ChangeFeed.Follower follower = feed.follow(view.scope(), view.admission());
    return Flux.<List<LogEntry>, Long>generate(
            () -> after == null ? 0L : after, (reached, sink) -> next(follower, reached, sink))
        .<LogEntry>flatMapIterable(entries -> entries)
        .filter(entry -> kinds.contains(entry.kind()))
        .doFinally(signal -> follower.close())
        .subscribeOn(WAITING);
  }

  private static Long next(
      ChangeFeed.Follower follower, Long reached, SynchronousSink<List<LogEntry>> sink) {
    List<LogEntry> entries;
    try {
      entries = follower.next(reached, ChangeFeed.MAX_LIMIT, LOOK_INTERVAL);
    } catch (IOException e) {
      sink.error(e);
      return reached;
    }
    if (follower.isOpen()) {
      sink.next(entries);
    } else {
      sink.complete();
    }
    return entries.isEmpty() ? reached : entries.getLast().seq();
  }

  private static Set<EntityKind> kinds(@org.jspecify.annotations.Nullable List<String> codes) {
    if (codes == null || codes.isEmpty()) {
      return EnumSet.allOf(EntityKind.class);
    }
    Set<EntityKind> kinds = EnumSet.noneOf(EntityKind.class);
    for (String code : codes) {
      try {
        kinds.add(EntityKind.ofCode(Objects.requireNonNull(code)));
      } catch (IllegalArgumentException e) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_REQUEST,
            "kinds",
            "a kind is asset, relationship, asset-type or relationship-type");
      }
    }
    return kinds;
  }
}
