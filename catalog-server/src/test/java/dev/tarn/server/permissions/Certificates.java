package dev.tarn.server.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The keys and certificates of a server with TLS and of its clients. */
final class Certificates {
  private static final String PASSWORD = "a-password";
  private static final String TYPE = "PKCS12";
  private static final String SERVER = "server";
  private static final char[] CHARS = PASSWORD.toCharArray();

  private final Path store;
  private final Path own;
  private final Path trusted;
  private final Path pem;
  private final KeyStore keys;

  /** Makes a pair for the server and for each client. */
  Certificates(Path folder, Set<String> clients, Set<String> pastClients) throws Exception {
    store = folder.resolve("keys.p12");
    own = folder.resolve("server.p12");
    trusted = folder.resolve("trusted.p12");
    pem = folder.resolve("server.crt");
    pair(SERVER, "-ext", "SAN=ip:127.0.0.1");
    for (String client : clients) {
      pair(client);
    }
    for (String client : pastClients) {
      pair(client, "-startdate", "-3d");
    }
    keys = KeyStore.getInstance(TYPE);
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, CHARS);
    }
    KeyStore good = empty();
    for (String alias : Collections.list(keys.aliases())) {
      good.setCertificateEntry(alias, keys.getCertificate(alias));
    }
    write(good, trusted);
    // Without the others: a server with a pair in its store whose time is over is not healthy.
    KeyStore one = empty();
    one.setKeyEntry(SERVER, keys.getKey(SERVER, CHARS), CHARS, keys.getCertificateChain(SERVER));
    write(one, own);
    keytool("-exportcert", "-rfc", "-alias", SERVER, "-file", pem.toString());
  }

  private void pair(String alias, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-validity", "2"));
    arguments.addAll(List.of("-dname", subject(alias)));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
  }

  static String subject(String client) {
    return "CN=" + client + ",O=Matrix";
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of("-storetype", TYPE, "-noprompt"));
    Path log = store.resolveSibling("keytool.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
  }

  private static void write(KeyStore written, Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      written.store(out, CHARS);
    }
  }

  private static KeyStore empty() throws Exception {
    KeyStore made = KeyStore.getInstance(TYPE);
    made.load(null, CHARS);
    return made;
  }

  /** Returns a file of PEM with a certificate. */
  Path pem() {
    return pem;
  }

  /** Returns the settings of a server that has the one pair, and trusts the clients. */
  List<String> settings() {
    String bundle = "--spring.ssl.bundle.jks.tarn.";
    return List.of(
        bundle + "keystore.location=" + own,
        bundle + "keystore.password=" + PASSWORD,
        bundle + "keystore.type=" + TYPE,
        bundle + "truststore.location=" + trusted,
        bundle + "truststore.password=" + PASSWORD,
        bundle + "truststore.type=" + TYPE,
        "--server.ssl.bundle=tarn",
        "--server.ssl.client-auth=want");
  }

  /** Returns a client with its certificate; null for one that has none. */
  HttpClient http(@Nullable String client) throws Exception {
    KeyStore servers = empty();
    servers.setCertificateEntry(SERVER, keys.getCertificate(SERVER));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(servers);
    KeyStore own = empty();
    if (client != null) {
      own.setKeyEntry(client, keys.getKey(client, CHARS), CHARS, keys.getCertificateChain(client));
    }
    KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    mine.init(own, CHARS);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build();
  }
}
