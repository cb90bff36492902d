package dev.tarn.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A browser, as far as it follows redirects, keeps cookies and sends forms. */
public final class Browser {
  private static final Pattern FORM_ACTION =
      Pattern.compile("<form[^>]* action=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern HIDDEN_FIELD =
      Pattern.compile(
          "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
  private static final String FORM = "application/x-www-form-urlencoded";

  private final URI server;
  private final CookieManager cookies = new CookieManager(null, Browser::accept);
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.ALWAYS)
          .build();

  /**
   * @param server the one that {@link #status} asks
   */
  public Browser(URI server) {
    this.server = server;
  }

  /** Browsers take what is on this machine to be secure; Java asks for TLS. */
  private static boolean accept(URI uri, HttpCookie cookie) {
    cookie.setSecure(false);
    return true;
  }

  /** A form that a page has. */
  public record Form(URI action, Map<String, String> fields) {
    /** Returns the form with another value of a field. */
    public Form with(String field, String value) {
      Map<String, String> changed = new LinkedHashMap<>(fields);
      changed.put(field, value);
      return new Form(action, changed);
    }
  }

  public HttpResponse<String> get(URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Returns where a redirect leads, without going there. */
  public URI redirect(String path) throws Exception {
    try (HttpClient still = HttpClient.newBuilder().cookieHandler(cookies).build()) {
      HttpResponse<String> answer =
          still.send(
              HttpRequest.newBuilder(server.resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
      return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }
  }

  /**
   * Posts.
   *
   * @param site what the browser says of the page that does; null for nothing
   */
  public HttpResponse<String> post(URI uri, String contentType, String body, @Nullable String site)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", contentType)
            .header("Tarn-Tenant", "one")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (site != null) {
      request.header("Sec-Fetch-Site", site);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends a form, as the page of another site does. */
  public HttpResponse<String> submit(Form form) throws Exception {
    return post(
        form.action(),
        FORM,
        form.fields().entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&")),
        "cross-site");
  }

  /**
   * Begins a login and gives the provider name and password; returns what the browser shows then.
   */
  public HttpResponse<String> logIn(String start, String user) throws Exception {
    return logIn(server.resolve(start), user);
  }

  /** Gives a provider name and password at a page of its own. */
  public HttpResponse<String> logIn(URI start, String user) throws Exception {
    HttpResponse<String> page = get(start);
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return post(
        form(page).action(),
        FORM,
        "username=" + user + "&password=" + encode(user + "-password"),
        null);
  }

  /** Returns the form of a page, with its hidden fields. */
  public static Form form(HttpResponse<String> page) {
    Matcher action = FORM_ACTION.matcher(page.body());
    assertThat(action.find()).as(page.body()).isTrue();
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher field = HIDDEN_FIELD.matcher(page.body());
    while (field.find()) {
      fields.put(field.group(1), field.group(2));
    }
    return new Form(page.uri().resolve(action.group(1).replace("&amp;", "&")), fields);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Returns the cookie of the session. */
  public HttpCookie session() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("TARN_SESSION"))
        .findAny()
        .orElseThrow();
  }

  /** Returns what HTTP status a read of something of the tenant {@code one} has. */
  public int status(String path) throws Exception {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** Opens a stream of events. */
  public Events events(String path) throws Exception {
    return Events.open(http, request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).header("Tarn-Tenant", "one");
  }
}
