package dev.tarn.benchmarks.search;

import dev.tarn.benchmarks.Latency;
import dev.tarn.benchmarks.Report;
import dev.tarn.benchmarks.WorkFolder;
import dev.tarn.connectors.sample.ScaleGenerator;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.change.Change;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.search.SuggestRequest;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What it costs to search for those who may not see everything, while the catalog changes. */
@Command(
    name = "permissions",
    description = "Searches of people with many roles and policies, beside a writer, in process.",
    mixinStandardHelpOptions = true)
public final class Permissions implements Callable<Integer> {
  /** How much longer than an administrator's a search may take. */
  private static final double BAR = 1.5;

  private static final List<Integer> ROLES = List.of(1, 20, ManyPolicies.ROLES);
  private static final List<String> KINDS =
      List.of(
          Questions.TEXT,
          Questions.HEAD,
          Questions.NAME,
          Questions.TYPO,
          Questions.FILTERED,
          Questions.FACETED,
          Questions.HEAD_FACETED,
          Questions.CLOSEST);

  private static final int CHANGED_ASSETS = 20_000;
  private static final int GROUP_CHANGES = 100;
  private static final Duration GROUP_INTERVAL = Duration.ofMillis(100);
  private static final int COLD_USERS = 20;
  private static final double MEBI = 1 << 20;
  private static final long SEED = 43;

  @Mixin private WorkFolder work = new WorkFolder();

  @Option(names = "--assets", description = "How many. Default: 1000000.", defaultValue = "1000000")
  private long assets;

  @Option(
      names = "--seconds",
      description =
          "Seconds of all questions of all people, after as many to warm up. Default: 60.",
      defaultValue = "60")
  private int seconds;

  @Option(names = "--build-only", description = "Build the index, and measure nothing.")
  private boolean buildOnly;

  /** Someone who searches. */
  private static final class Person {
    private final String name;
    private final SignedIn who;
    private final Histogram nanos = Latency.histogram();
    private final Histogram decisionNanos = Latency.histogram();
    private final Map<String, Histogram> byKind = new TreeMap<>();
    private long shown;

    Person(String name, SignedIn who) {
      this.name = name;
      this.who = who;
    }

    void record(String kind, long decision, long all) {
      decisionNanos.recordValue(decision);
      nanos.recordValue(all);
      byKind.computeIfAbsent(kind, any -> Latency.histogram()).recordValue(all);
    }
  }

  /** A question of a kind. */
  private record Asked(String kind, Question question) {}

  @Override
  public Integer call() throws Exception {
    ScaleGenerator generator = EngineRun.generator(assets);
    GeneratedState state = new GeneratedState(generator, EngineRun.Content.LINEAGE);
    // The index of 'search' has the same content.
    Path kept = KeptIndex.in(work.folder("search-" + assets), state);
    if (buildOnly) {
      return 0;
    }
    Path folder = work.fresh("permissions-" + assets);
    KeptIndex.copy(kept, folder);
    LuceneStateIndexes indexes = new LuceneStateIndexes(folder, LuceneIndexSettings.defaults());
    GeneratedLog log = GeneratedLog.after(state, Scope.DEFAULT, some(generator));
    try (StateIndex index = indexes.open(Scope.DEFAULT);
        ManyPolicies policies = new ManyPolicies(generator);
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor()) {
      List<Person> people = people();
      Future<?> writing =
          writer.scheduleAtFixedRate(
              () -> write(index, log), 0, GROUP_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
      List<Asked> questions = questions(generator);
      ask(index, policies, people, questions);
      people.forEach(Permissions::forget);
      ask(index, policies, people, questions);
      Report cold = cold(index, policies, questions);
      if (writing.isDone()) {
        writing.get();
      }
      writing.cancel(false);
      report(people).print();
      byKind(people).print();
      cold.print();
    }
    work.delete("permissions-" + assets);
    return 0;
  }

  private static void write(StateIndex index, GeneratedLog log) {
    try {
      index.apply(List.of(log.grow(GROUP_CHANGES)));
    } catch (IOException e) {
      throw new UncheckedIOException("the index cannot be written", e);
    }
  }

  private static List<Asset> some(ScaleGenerator generator) {
    List<Asset> some = new ArrayList<>();
    Iterator<Change> changes = generator.parts(1).getFirst();
    while (some.size() < CHANGED_ASSETS && changes.hasNext()) {
      if (changes.next() instanceof Change.UpsertAsset upsert) {
        some.add(GeneratedState.asset(upsert, some.size() + 1));
      }
    }
    return some;
  }

  private static List<Person> people() {
    List<Person> people = new ArrayList<>();
    people.add(new Person("administrator", ManyPolicies.administrator()));
    for (int roles : ROLES) {
      people.add(
          new Person(
              "%,d of %,d roles, %,d policies"
                  .formatted(roles, ManyPolicies.ROLES, roles * ManyPolicies.POLICIES_PER_ROLE),
              ManyPolicies.user(0, roles)));
    }
    return people;
  }

  private static List<Asked> questions(ScaleGenerator generator) {
    Map<String, List<Question>> all = Questions.of(generator);
    List<Asked> mixed = new ArrayList<>();
    for (String kind : KINDS) {
      all.getOrDefault(kind, List.of()).forEach(question -> mixed.add(new Asked(kind, question)));
    }
    Collections.shuffle(mixed, new Random(SEED));
    return mixed;
  }

  /** Everybody asks each question, in turn: so all see an index of the same age. */
  private void ask(
      StateIndex index, ManyPolicies policies, List<Person> people, List<Asked> questions)
      throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      for (int turn = 0; turn < people.size(); turn++) {
        ask(
            index,
            policies,
            people.get((i + turn) % people.size()),
            questions.get(i % questions.size()));
      }
    }
    for (Person person : people) {
      try (StateSnapshot shown = index.acquire().restrictedTo(policies.access(person.who))) {
        person.shown = shown.assetCounts().values().stream().mapToLong(Long::longValue).sum();
      }
    }
  }

  private static void ask(StateIndex index, ManyPolicies policies, Person person, Asked asked)
      throws IOException {
    long start = System.nanoTime();
    AssetAccess access = policies.access(person.who);
    long decided = System.nanoTime();
    try (StateSnapshot shown = index.acquire().restrictedTo(access)) {
      answer(shown.search().orElseThrow(), asked.question());
    }
    person.record(asked.kind(), decided - start, System.nanoTime() - start);
  }

  private static void answer(AssetSearch search, Question question) throws IOException {
    switch (question) {
      case Question.Text text -> search.search(TarnEngine.request(text, null));
      case Question.Prefix(String typed, Question.Prefix.Order order, int limit) ->
          search.suggest(
              new SuggestRequest(
                  typed, Map.of(), order == Question.Prefix.Order.POPULARITY, limit));
      case Question.Page page ->
          throw new IllegalArgumentException("no search of the mix: " + page);
      case Question.ById id -> throw new IllegalArgumentException("no search: " + id);
      case Question.ByName name -> throw new IllegalArgumentException("no search: " + name);
    }
  }

  private static void forget(Person person) {
    person.nanos.reset();
    person.decisionNanos.reset();
    person.byKind.clear();
  }

  /** The first search of people whose access nobody had before. */
  private static Report cold(StateIndex index, ManyPolicies policies, List<Asked> questions)
      throws IOException {
    Report report =
        new Report(
            "The first search of someone, %d people each".formatted(COLD_USERS),
            "roles",
            "p50 ms",
            "slowest ms",
            "of that the decision, p50 ms");
    for (int roles : List.of(1, 20, 100)) {
      Person all = new Person("", ManyPolicies.administrator());
      for (int i = 0; i < COLD_USERS; i++) {
        Person one = new Person("", ManyPolicies.user(1 + 17 * i, roles));
        ask(index, policies, one, questions.get(i));
        all.nanos.add(one.nanos);
        all.decisionNanos.add(one.decisionNanos);
      }
      report.row(
          roles,
          Latency.millis(all.nanos, 50),
          Latency.millis(all.nanos, 100),
          Latency.millis(all.decisionNanos, 50));
    }
    return report;
  }

  private static Report byKind(List<Person> people) {
    Report report =
        new Report("The same, by kinds of questions", "who", "kind", "p50 ms", "p99 ms");
    for (Person person : people) {
      person.byKind.forEach(
          (kind, nanos) ->
              report.row(person.name, kind, Latency.millis(nanos, 50), Latency.millis(nanos, 99)));
    }
    return report;
  }

  private Report report(List<Person> people) {
    Report report =
        new Report(
            "Searches of people with permissions, %,d assets, %,d changes/s beside them, -Xmx%,.0fm"
                .formatted(
                    assets,
                    GROUP_CHANGES * 1_000 / GROUP_INTERVAL.toMillis(),
                    Runtime.getRuntime().maxMemory() / MEBI),
            "who",
            "assets shown",
            "searches",
            "p50 ms",
            "p99 ms",
            "p99 beside the administrator's",
            "bar",
            "met",
            "of that the decision, p50 ms");
    double administrators = Latency.millis(people.getFirst().nanos, 99);
    for (Person person : people) {
      double times = Latency.millis(person.nanos, 99) / administrators;
      report.row(
          person.name,
          person.shown,
          person.nanos.getTotalCount(),
          Latency.millis(person.nanos, 50),
          Latency.millis(person.nanos, 99),
          times,
          BAR,
          times <= BAR ? "yes" : "NO",
          Latency.millis(person.decisionNanos, 50));
    }
    return report;
  }
}
