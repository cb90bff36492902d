package dev.tarn.benchmarks.search;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.benchmarks.Latency;
import dev.tarn.connectors.sample.ScaleGenerator;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Loads an engine and asks it, alone in its JVM, and writes what it saw into a file. */
public final class EngineRun {
  /** The line that an engine's JVM prints when it has measured in process. */
  static final String MEASURED = "measured";

  private static final JsonMapper JSON = new JsonMapper();
  private static final long SEED = 7;
  private static final double NANOS_PER_SECOND = 1e9;

  private EngineRun() {}

  /** Opens an engine on an empty folder. */
  @FunctionalInterface
  public interface Engines {
    SearchEngine open(Path folder) throws IOException;
  }

  /**
   * What is to be done.
   *
   * @param folder for the engine's files; what an earlier run loaded there is not loaded again
   * @param result the file to write
   * @param millis of each kind of question, after a round of all kinds to warm up
   * @param only a regular expression: kinds that have a match are asked
   */
  public record Order(
      String folder, String result, long assets, Content content, long millis, String only) {
    /** All kinds of questions. */
    public static final String ALL_KINDS = "";
  }

  /** What is loaded. */
  public enum Content {
    /** Assets alone. */
    ASSETS,
    /** Assets, and twice as many relationships. */
    LINEAGE
  }

  /**
   * What was seen.
   *
   * @param loadSeconds until everything was durable and found
   * @param heapBytes in use after a collection, at the end
   * @param served what to ask it over HTTP; null if it does not listen
   */
  public record Seen(
      String engine,
      double loadSeconds,
      long bytes,
      int segments,
      long heapBytes,
      List<Answered> answered,
      HttpRun.@Nullable Served served) {}

  /**
   * What one kind of question took.
   *
   * @param meanTotal assets that matched one; over HTTP, the bytes of an answer
   */
  public record Answered(
      String kind, long count, double p50Millis, double p99Millis, double meanTotal) {}

  /** Returns the assets of all searches. */
  public static ScaleGenerator generator(long assets) {
    return new ScaleGenerator(SEED, assets, ScaleGenerator.Variety.HIGH);
  }

  /** Writes an order as the one argument of a JVM. */
  static String argument(Order order) throws IOException {
    return JSON.writeValueAsString(order);
  }

  static Seen read(Path result) throws IOException {
    return JSON.readValue(result.toFile(), Seen.class);
  }

  /** Does what a main method's arguments say, and stays until the end of the input. */
  public static void main(String[] args, Engines engines) throws IOException {
    Order order = JSON.readValue(args[0], Order.class);
    Path folder = Path.of(order.folder());
    ScaleGenerator generator = generator(order.assets());
    try (SearchEngine engine = engines.open(Files.createDirectories(folder.resolve("index")))) {
      double loadSeconds =
          load(engine, new GeneratedState(generator, order.content()), folder.resolve("loaded"));
      Map<String, List<Question>> questions = Questions.of(generator);
      Pattern only = Pattern.compile(order.only());
      questions.keySet().removeIf(kind -> !only.matcher(kind).find());
      // All kinds first, so that none is measured in a JVM that knows only those before it.
      for (List<Question> kind : questions.values()) {
        ask(engine, kind, order.millis(), Latency.histogram());
      }
      List<Answered> answered = new ArrayList<>();
      for (Map.Entry<String, List<Question>> kind : questions.entrySet()) {
        answered.add(ask(engine, kind.getKey(), kind.getValue(), order.millis()));
      }
      Seen seen =
          new Seen(
              engine.name(),
              loadSeconds,
              engine.bytes(),
              engine.segments(),
              heapBytes(),
              answered,
              served(engine, questions));
      JSON.writeValue(Path.of(order.result()).toFile(), seen);
      System.out.println(MEASURED);
      awaitEndOfInput();
    }
  }

  private static HttpRun.@Nullable Served served(
      SearchEngine engine, Map<String, List<Question>> questions) {
    return engine instanceof ServedEngine served
        ? new HttpRun.Served(served.uri(), HttpRun.questions(questions, served::overHttp))
        : null;
  }

  private static void awaitEndOfInput() throws IOException {
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  /** Loads what is not loaded; returns how long that took, then. */
  private static double load(SearchEngine engine, StateSource state, Path loaded)
      throws IOException {
    if (Files.exists(loaded)) {
      return Double.parseDouble(Files.readString(loaded));
    }
    long start = System.nanoTime();
    engine.load(state);
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    Files.writeString(loaded, Double.toString(seconds));
    return seconds;
  }

  private static long heapBytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  private static Answered ask(
      SearchEngine engine, String kind, List<Question> questions, long millis) throws IOException {
    Histogram nanos = Latency.histogram();
    long total = ask(engine, questions, millis, nanos);
    long count = nanos.getTotalCount();
    return new Answered(
        kind, count, Latency.millis(nanos, 50), Latency.millis(nanos, 99), (double) total / count);
  }

  /** Asks all questions over and over until the time is up; returns what matched in all. */
  private static long ask(
      SearchEngine engine, List<Question> questions, long millis, Histogram nanos)
      throws IOException {
    for (Question question : questions) {
      engine.prepare(question);
    }
    long total = 0;
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      Question question = questions.get(i % questions.size());
      long start = System.nanoTime();
      total += engine.ask(question).total();
      nanos.recordValue(System.nanoTime() - start);
    }
    return total;
  }
}
