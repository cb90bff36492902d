package dev.tarn.iceberg.nessie;

import dev.tarn.iceberg.io.FileSync;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Nessie server of our own: a child process with a durable store in a folder, on free ports of
 * the loopback address. It is started again when it dies, ends with its parent however the parent
 * ends, and one that a killed parent left behind is ended before the next starts. A lock keeps two
 * servers from one folder.
 *
 * <p>The store does not sync what it writes: {@link #sync} does. Nothing but the loopback address
 * protects it: any process on the machine can reach it.
 */
public final class EmbeddedNessie implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedNessie.class);
  private static final int MAX_START_ATTEMPTS = 3;
  private static final int MAX_SHOWN_LOG_CHARS = 2_000;
  private static final Duration POLL = Duration.ofMillis(25);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final EmbeddedNessieSettings settings;
  private final FileChannel lockChannel;
  private final FileLock lock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final NessiePorts ports;
  private volatile Process process;
  private final Thread supervisor;

  private EmbeddedNessie(EmbeddedNessieSettings settings, FileChannel lockChannel, FileLock lock)
      throws IOException {
    this.settings = settings;
    this.lockChannel = lockChannel;
    this.lock = lock;
    endStale();
    NessiePorts chosen = NessiePorts.free();
    Process started = null;
    for (int attempt = 1; started == null; attempt++) {
      try {
        started = startOnce(chosen);
      } catch (IOException e) {
        // another program may have taken a port meanwhile
        if (attempt == MAX_START_ATTEMPTS) {
          throw e;
        }
        chosen = NessiePorts.free();
      }
    }
    this.ports = chosen;
    this.process = started;
    this.supervisor =
        Thread.ofPlatform().name("tarn-nessie-supervisor").daemon().unstarted(this::supervise);
  }

  /**
   * Starts the server and waits until it answers.
   *
   * @throws IOException if the folder is in use by another server, or Nessie does not start
   */
  public static EmbeddedNessie start(EmbeddedNessieSettings settings) throws IOException {
    if (!Files.isRegularFile(settings.serverJar())) {
      throw new IOException("no Nessie server at " + settings.serverJar());
    }
    FileSync.createDirectories(settings.folder());
    FileChannel channel =
        FileChannel.open(
            settings.folder().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean started = false;
    try {
      EmbeddedNessie nessie = new EmbeddedNessie(settings, channel, lock(channel, settings));
      nessie.supervisor.start();
      started = true;
      return nessie;
    } finally {
      if (!started) {
        channel.close();
      }
    }
  }

  private static FileLock lock(FileChannel channel, EmbeddedNessieSettings settings)
      throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(
          "another server uses " + settings.folder() + "; stop it, or choose another data folder");
    }
    return lock;
  }

  /** Returns where the server's API is; the same for as long as this object lives. */
  public URI uri() {
    return ports.api();
  }

  /** Returns the id of the process that runs now. */
  public long pid() {
    return process.pid();
  }

  /** Returns the folder of the store's files. */
  public Path database() {
    return NessieProcess.database(settings.folder());
  }

  /** Makes all that the store has answered so far survive the loss of power. */
  public void sync() throws IOException {
    FileSync.tree(database());
  }

  private Process startOnce(NessiePorts on) throws IOException {
    Process child = NessieProcess.start(settings, on);
    boolean ready = false;
    try {
      Files.writeString(pidFile(), Long.toString(child.pid()), StandardCharsets.UTF_8);
      awaitReady(child, on);
      ready = true;
      return child;
    } finally {
      if (!ready) {
        child.destroyForcibly();
      }
    }
  }

  private void awaitReady(Process child, NessiePorts on) throws IOException {
    long deadlineNanos = System.nanoTime() + settings.startTimeout().toNanos();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(on.api() + "/config"))
            .timeout(Duration.ofSeconds(5))
            .build();
    while (System.nanoTime() - deadlineNanos < 0) {
      try {
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        LOG.trace("Nessie does not answer yet", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      if (waitFor(child, POLL)) {
        throw new IOException(
            "Nessie ended with exit code " + child.exitValue() + ": " + endOfLog());
      }
    }
    throw new IOException("Nessie did not answer in " + settings.startTimeout());
  }

  private String endOfLog() throws IOException {
    String text = Files.readString(NessieProcess.log(settings.folder()), StandardCharsets.UTF_8);
    return text.substring(Math.max(0, text.length() - MAX_SHOWN_LOG_CHARS));
  }

  private static boolean waitFor(Process child, Duration time) throws IOException {
    try {
      return child.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void supervise() {
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        int exitCode = process.waitFor();
        if (closing.getCount() == 0) {
          return;
        }
        LOG.atWarn()
            .setMessage("The embedded Nessie has ended; it is started again")
            .addKeyValue("exitCode", exitCode)
            .log();
        Process again = null;
        while (again == null) {
          try {
            again = startOnce(ports);
          } catch (IOException e) {
            LOG.atError()
                .setMessage("The embedded Nessie does not start; tried again")
                .addKeyValue("pauseMillis", pause.toMillis())
                .setCause(e)
                .log();
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
              return;
            }
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
          }
        }
        process = again;
        pause = FIRST_PAUSE;
        if (closing.getCount() == 0) {
          again.destroy();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the server of a parent that was killed before its child noticed. */
  private void endStale() throws IOException {
    Optional<ProcessHandle> stale = stale();
    if (stale.isEmpty()) {
      return;
    }
    LOG.atInfo()
        .setMessage("Nessie of an earlier server still runs; it is ended")
        .addKeyValue("pid", stale.get().pid())
        .log();
    stop(stale.get());
  }

  private Optional<ProcessHandle> stale() throws IOException {
    if (!Files.exists(pidFile())) {
      return Optional.empty();
    }
    String text = Files.readString(pidFile(), StandardCharsets.UTF_8).strip();
    if (!text.matches("\\d{1,18}")) {
      return Optional.empty();
    }
    String mark = NessieProcess.mark(settings.folder());
    // The pid may by now be that of another program: only ours has the mark.
    return ProcessHandle.of(Long.parseLong(text))
        .filter(ProcessHandle::isAlive)
        .filter(found -> hasArgument(found, mark));
  }

  private static boolean hasArgument(ProcessHandle handle, String argument) {
    ProcessHandle.Info info = handle.info();
    return info.arguments().map(all -> java.util.List.of(all).contains(argument)).orElse(false)
        || info.commandLine().map(line -> line.contains(argument + " ")).orElse(false);
  }

  private void stop(ProcessHandle handle) throws IOException {
    handle.destroy();
    if (!ends(handle)) {
      handle.destroyForcibly();
      if (!ends(handle)) {
        throw new IOException("process " + handle.pid() + " cannot be ended");
      }
    }
  }

  private boolean ends(ProcessHandle handle) throws IOException {
    try {
      var unused = handle.onExit().get(settings.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.TimeoutException e) {
      return false;
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IOException("cannot wait for process " + handle.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Path pidFile() {
    return settings.folder().resolve("nessie.pid");
  }

  /** Stops the server: asks, waits, kills. */
  @Override
  public void close() throws IOException {
    if (closing.getCount() == 0) {
      return;
    }
    closing.countDown();
    @Nullable IOException failure = null;
    try {
      stop(process.toHandle());
      Files.deleteIfExists(pidFile());
    } catch (IOException e) {
      failure = e;
    }
    supervisor.interrupt();
    http.close();
    lock.release();
    lockChannel.close();
    if (failure != null) {
      throw failure;
    }
  }
}
