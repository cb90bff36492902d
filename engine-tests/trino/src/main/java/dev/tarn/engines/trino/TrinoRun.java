package dev.tarn.engines.trino;

import com.google.inject.Inject;
import com.google.inject.Module;
import io.airlift.http.server.HttpServerInfo;
import io.trino.plugin.iceberg.IcebergPlugin;
import io.trino.server.PluginInstaller;
import io.trino.server.Server;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trino's server, configured by the file that {@code -Dconfig} names, with the Iceberg connector
 * from the class path. Prints where it listens, and ends when its input does.
 */
public final class TrinoRun {
  private TrinoRun() {}

  public static void main(String[] none) throws IOException {
    // Whatever else prints is not to be taken for the address.
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    OpenServer server = new OpenServer();
    server.start(Objects.requireNonNull(Server.class.getPackage().getImplementationVersion()));
    // Not before: what plugins add to is put together while the server starts.
    Objects.requireNonNull(server.plugins).installPlugin(new IcebergPlugin());
    answers.println(Objects.requireNonNull(server.http).getHttpUri());
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  /** The server, with what it is made of in reach. */
  private static final class OpenServer extends Server {
    private @Nullable PluginInstaller plugins;
    private @Nullable HttpServerInfo http;

    @Override
    protected Iterable<Module> getAdditionalModules() {
      return List.of(binder -> binder.requestInjection(this));
    }

    @Inject
    void keep(PluginInstaller plugins, HttpServerInfo http) {
      this.plugins = plugins;
      this.http = http;
    }
  }
}
