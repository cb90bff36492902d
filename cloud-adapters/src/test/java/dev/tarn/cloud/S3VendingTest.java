package dev.tarn.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.rest.credentials.Credential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a server in the place of STS, which keeps what the SDK asked it for. */
final class S3VendingTest {
  private static final String ROLE = "arn:aws-cn:iam::123456789012:role/engines";
  private static final Instant EXPIRATION = Instant.parse("2030-01-02T03:04:05Z");

  /** A request: its fields, and what it was signed with. */
  private record Asked(Map<String, String> fields, String authorization) {}

  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private int status = 200;
  private HttpServer server;
  private S3Vending vending;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    vending =
        S3Vending.open(
            new S3Settings(
                null, "cn-north-1", false, new S3Settings.Keys("server-id", "server-secret")),
            new S3Settings.Role(ROLE, endpoint, Duration.ofMinutes(15)));
  }

  @AfterEach
  void stop() {
    vending.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> fields = new HashMap<>();
    for (String field : body.split("&")) {
      String[] parts = field.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    asked.add(new Asked(fields, exchange.getRequestHeaders().getFirst("Authorization")));
    byte[] answer =
        (status == 200
                ? """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                <AssumeRoleResult><Credentials><AccessKeyId>lent-id</AccessKeyId>
                <SecretAccessKey>lent-secret</SecretAccessKey><SessionToken>lent-token</SessionToken>
                <Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
                """
                    .formatted(EXPIRATION)
                : """
                <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>
                <Message>not yours</Message></Error></ErrorResponse>
                """)
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Test
  void keysAreOfTheRoleAndForTheTableOnly() throws Exception {
    List<Credential> credentials =
        vending.vend(List.of("s3://lake/t/orders", "file:///tmp/x"), FileAccess.WRITE);

    assertThat(credentials).hasSize(1);
    assertThat(credentials.getFirst().prefix()).isEqualTo("s3://lake/t/orders");
    assertThat(credentials.getFirst().config())
        .containsEntry("s3.access-key-id", "lent-id")
        .containsEntry("s3.secret-access-key", "lent-secret")
        .containsEntry("s3.session-token", "lent-token")
        .containsEntry("s3.session-token-expires-at-ms", Long.toString(EXPIRATION.toEpochMilli()));
    Asked request = asked.take();
    assertThat(request.fields())
        .containsEntry("Action", "AssumeRole")
        .containsEntry("RoleArn", ROLE)
        .containsEntry("DurationSeconds", "900");
    assertThat(request.fields().get("Policy"))
        .contains("arn:aws-cn:s3:::lake/t/orders/*")
        .contains("s3:PutObject");
    assertThat(request.authorization()).contains("Credential=server-id/").contains("/sts/");
  }

  @Test
  void forFilesElsewhereThereAreNoKeysAndNoQuestion() {
    assertThat(vending.vend(List.of("file:///tmp/x"), FileAccess.WRITE)).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void ifTheRoleIsRefusedThereAreNoKeysAtAll() {
    status = 403;
    assertThatThrownBy(() -> vending.vend(List.of("s3://lake/t"), FileAccess.READ))
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessageContaining("not yours")
        .hasMessageNotContaining("server-secret");
  }
}
