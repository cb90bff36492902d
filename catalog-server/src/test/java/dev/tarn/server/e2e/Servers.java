package dev.tarn.server.e2e;

import dev.tarn.server.ChildJvm;
import dev.tarn.server.TarnServer;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts the server as users do, but from the class path of the test. */
final class Servers {
  private Servers() {}

  static ServerProcess start(Path folder) throws IOException, InterruptedException {
    return start(folder, Map.of());
  }

  static ServerProcess start(Path folder, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("tarn.catalog.data-folder", folder.resolve("data").toString());
    all.putAll(settings);
    return ServerProcess.start(
        ChildJvm.command(TarnServer.class), all, folder.resolve("server.log"));
  }
}
