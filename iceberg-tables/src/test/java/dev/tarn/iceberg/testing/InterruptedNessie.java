package dev.tarn.iceberg.testing;

import dev.tarn.iceberg.nessie.NessieReferences;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.projectnessie.client.NessieClientBuilder;
import org.projectnessie.client.api.CommitMultipleOperationsBuilder;
import org.projectnessie.client.api.NessieApiV2;

/** A connection to a real Nessie on which something happens before or after one commit. */
public final class InterruptedNessie {
  private InterruptedNessie() {}

  /** When it happens: before the commit is sent, or after it is made and before it is known. */
  public enum Moment {
    BEFORE,
    AFTER
  }

  /**
   * Connects.
   *
   * @param commit which one, from 1
   */
  public static NessieReferences connect(URI uri, Moment moment, int commit, Runnable event) {
    NessieApiV2 api =
        NessieClientBuilder.createClientBuilder(null, null)
            .withUri(uri)
            .withApiCompatibilityCheck(false)
            .build(NessieApiV2.class);
    AtomicInteger commits = new AtomicInteger();
    return new NessieReferences(
        proxy(
            NessieApiV2.class,
            (proxy, method, arguments) -> {
              Object result = call(api, method, arguments);
              return result instanceof CommitMultipleOperationsBuilder builder
                  ? interrupted(builder, moment, commits, commit, event)
                  : result;
            }));
  }

  private static CommitMultipleOperationsBuilder interrupted(
      CommitMultipleOperationsBuilder builder,
      Moment moment,
      AtomicInteger commits,
      int commit,
      Runnable event) {
    return proxy(
        CommitMultipleOperationsBuilder.class,
        (proxy, method, arguments) -> {
          boolean now =
              method.getName().startsWith("commit")
                  && method.getParameterCount() == 0
                  && commits.incrementAndGet() == commit;
          if (now && moment == Moment.BEFORE) {
            event.run();
          }
          Object result = call(builder, method, arguments);
          if (now && moment == Moment.AFTER) {
            event.run();
          }
          return result instanceof CommitMultipleOperationsBuilder ? proxy : result;
        });
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
