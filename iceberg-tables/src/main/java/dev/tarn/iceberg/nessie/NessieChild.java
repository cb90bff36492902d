package dev.tarn.iceberg.nessie;

import java.io.IOException;
import java.io.InputStream;

/**
 * The main of the Nessie process: runs the server, and ends it when the parent is gone. The parent
 * holds the other end of the standard input and never writes: end of stream means that the parent
 * has closed it or has died, however it died.
 *
 * <p>This one class file is all that the child's class path has of Tarn: it uses the JDK only and
 * has no nested classes.
 */
public final class NessieChild {
  static final String SERVER_MAIN = "io.quarkus.runner.GeneratedMain";
  private static final int STOP_MILLIS = 8_000;

  private NessieChild() {}

  /** Runs the server with its own arguments; returns when it has stopped. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread.ofPlatform().daemon().name("tarn-parent-watch").start(NessieChild::exitWithParent);
    Class.forName(SERVER_MAIN).getMethod("main", String[].class).invoke(null, (Object) arguments);
  }

  private static void exitWithParent() {
    InputStream parent = System.in;
    try {
      while (parent.read() >= 0) {
        // nothing is ever sent
      }
    } catch (IOException e) {
      System.err.println("The parent's pipe is broken: " + e.getMessage());
    }
    // A shutdown that hangs would keep the store locked for the next server.
    Thread.ofPlatform().daemon().name("tarn-last-resort").start(NessieChild::haltLater);
    System.exit(0);
  }

  private static void haltLater() {
    long deadlineNanos = System.nanoTime() + STOP_MILLIS * 1_000_000L;
    while (System.nanoTime() - deadlineNanos < 0) {
      java.util.concurrent.locks.LockSupport.parkNanos(deadlineNanos - System.nanoTime());
    }
    Runtime.getRuntime().halt(1);
  }
}
