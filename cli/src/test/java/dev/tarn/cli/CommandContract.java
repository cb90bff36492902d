package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.cli.CommandLineRun.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands against the real API; every test has a tenant of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CommandContract {
  private static final AtomicInteger TENANTS = new AtomicInteger();

  @TempDir Path folder;
  TestServer server;
  CommandLineRun anyTenant;
  CommandLineRun tarn;
  String tenant = "";

  @BeforeAll
  void start(@TempDir Path work) {
    server = TestServer.start(work);
    anyTenant = CommandLineRun.against(server.url());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void newTenant() {
    tenant = "tenant-" + TENANTS.incrementAndGet();
    anyTenant.run("tenant", "create", tenant).expect(ExitCode.OK);
    tarn = anyTenant.with("--tenant", tenant);
  }

  static JsonNode commitOf(Ended write) {
    return write.expect(ExitCode.OK).json().path("commit");
  }

  /** Waits until readers see the write. */
  void await(Ended write, String... scope) {
    List<String> read = new ArrayList<>(List.of("list", "--limit", "1", "--min-commit"));
    read.add(commitOf(write).asText());
    read.addAll(List.of(scope));
    tarn.run(read.toArray(String[]::new)).expect(ExitCode.OK);
  }

  void put(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "put";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--json";
    await(tarn.run(all));
  }
}
