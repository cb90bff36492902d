package dev.tarn.benchmarks.opensearch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/** One node, of nothing but itself, on addresses of this machine. */
final class OpenSearchNode extends Node {
  private OpenSearchNode(Environment environment) {
    super(
        environment,
        List.of(plugin(Netty4ModulePlugin.class), plugin(IdentifierAnalysis.class)),
        false);
  }

  static OpenSearchNode start(Path folder) throws IOException {
    Settings settings =
        Settings.builder()
            .put("path.home", folder.toString())
            .put("path.data", folder.resolve("data").toString())
            .put("path.logs", folder.resolve("logs").toString())
            .put("cluster.name", "benchmark")
            .put("node.name", "benchmark")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", "0")
            .put("transport.port", "0")
            .put("transport.type", "netty4")
            .put("http.type", "netty4")
            // A disk that is full of other things must not stop the measurement.
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    OpenSearchNode node =
        new OpenSearchNode(
            InternalSettingsPreparer.prepareEnvironment(
                settings, Map.of(), folder.resolve("config"), () -> "benchmark"));
    try {
      node.start();
      return node;
    } catch (NodeValidationException e) {
      node.close();
      throw new IOException("the node does not start", e);
    }
  }

  private static PluginInfo plugin(Class<? extends Plugin> type) {
    return new PluginInfo(
        type.getSimpleName(),
        "part of the class path",
        Version.CURRENT.toString(),
        Version.CURRENT,
        String.valueOf(Runtime.version().feature()),
        type.getName(),
        null,
        List.of(),
        false);
  }
}
