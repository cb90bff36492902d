package dev.tarn.signin.saml;

/** Where this server is a service provider. */
public final class SamlPaths {
  /** Where a login begins. */
  static final String START = "/sign-in/saml/{name}";

  /** What describes this server to a provider. */
  static final String METADATA = START + "/metadata";

  /** Where providers send browsers with their responses. */
  static final String CONSUMER = START + "/acs";

  /** Where providers say, themselves or by way of a browser, that someone has logged out. */
  static final String LOGOUT = START + "/logout";

  private SamlPaths() {}

  /** Returns the patterns of all paths, which are open to everybody. */
  public static String[] all() {
    return new String[] {START, METADATA, CONSUMER, LOGOUT};
  }

  /** Returns the patterns of paths that messages of providers are sent to. */
  public static String[] messages() {
    return new String[] {CONSUMER, LOGOUT};
  }

  static String start(String base, String provider) {
    return base + START.replace("{name}", provider);
  }

  static String consumer(String base, String provider) {
    return base + CONSUMER.replace("{name}", provider);
  }

  static String logout(String base, String provider) {
    return base + LOGOUT.replace("{name}", provider);
  }
}
