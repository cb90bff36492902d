package dev.tarn.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;

/** Says it loudly where keys and data go over a network that others can read. */
final class TransportCheck implements ApplicationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(TransportCheck.class);

  /** Any of these makes the server speak TLS. */
  private static final List<String> TLS =
      List.of("server.ssl.bundle", "server.ssl.certificate", "server.ssl.key-store");

  private final Environment environment;

  TransportCheck(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    String address = environment.getProperty("server.address", "");
    if (isReadable(address)) {
      LOG.atWarn()
          .setMessage(
              "THE SERVER LISTENS WITHOUT TLS WHERE OTHER MACHINES REACH IT: keys, tokens and data"
                  + " can be read on the way. Set server.ssl.*, or let a proxy with TLS be the only"
                  + " one that reaches it; see docs/sign-in.md")
          .addKeyValue("address", address)
          .log();
    }
  }

  private boolean isReadable(String address) {
    if (TLS.stream().anyMatch(environment::containsProperty)) {
      return false;
    }
    if (address.isBlank()) {
      return true; // All that the machine has.
    }
    try {
      return !InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return true;
    }
  }
}
