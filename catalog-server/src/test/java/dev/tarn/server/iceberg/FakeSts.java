package dev.tarn.server.iceberg;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tarn.testkit.S3Process;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server in the place of STS: a role's keys are those of a bucket. It keeps which policies were
 * asked for; what it gives is as much as the bucket's key opens.
 */
final class FakeSts implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, S3Process.Bucket> roles;
  private final Map<String, List<String>> policies = new ConcurrentHashMap<>();

  private FakeSts(HttpServer server, Map<String, S3Process.Bucket> roles) {
    this.server = server;
    this.roles = roles;
  }

  /**
   * @param roles the bucket of each role, by its ARN
   */
  static FakeSts start(Map<String, S3Process.Bucket> roles) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeSts sts = new FakeSts(server, roles);
    server.createContext("/", sts::answer);
    server.start();
    return sts;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns the policies that keys of a role were asked for with. */
  List<String> policies(String role) {
    return policies.getOrDefault(role, List.of());
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> fields = new HashMap<>();
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String field : form.split("&")) {
      String[] parts = field.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    String role = fields.get("RoleArn");
    policies.computeIfAbsent(role, any -> new CopyOnWriteArrayList<>()).add(fields.get("Policy"));
    S3Process.Bucket bucket = roles.get(role);
    byte[] body =
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleResult><Credentials><AccessKeyId>%s</AccessKeyId>
        <SecretAccessKey>%s</SecretAccessKey><SessionToken>lent</SessionToken>
        <Expiration>2099-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleResult>
        </AssumeRoleResponse>
        """
            .formatted(bucket.accessKeyId(), bucket.secretAccessKey())
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
