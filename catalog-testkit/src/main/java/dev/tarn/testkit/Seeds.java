package dev.tarn.testkit;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives tests their randomness: a parameter of type {@link Random}, {@link RandomValues} or {@link
 * RandomLog} is seeded, and the seed of a test that fails is part of its failure.
 *
 * <p>{@code -Dtarn.test.seed=42} repeats a run; without it every run has a seed of its own.
 */
public final class Seeds implements ParameterResolver, TestExecutionExceptionHandler {
  /** The system property that fixes the seed. */
  public static final String PROPERTY = "tarn.test.seed";

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(Seeds.class);

  /** Returns the fixed seed, or a new one. */
  public static long next() {
    Long fixed = Long.getLong(PROPERTY);
    return fixed != null ? fixed : ThreadLocalRandom.current().nextLong(1_000_000_000);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Random.class || type == RandomValues.class || type == RandomLog.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    long seed = seed(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == Random.class) {
      return new Random(seed);
    }
    return type == RandomValues.class ? new RandomValues(seed) : new RandomLog(seed);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failure.addSuppressed(
        new AssertionError("repeat this run with -D" + PROPERTY + "=" + seed(context)));
    throw failure;
  }

  private static long seed(ExtensionContext context) {
    ExtensionContext.Store store = context.getStore(NAMESPACE);
    Long known = store.get(PROPERTY, Long.class);
    if (known != null) {
      return known;
    }
    long seed = next();
    store.put(PROPERTY, seed);
    return seed;
  }
}
