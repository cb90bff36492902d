package dev.tarn.rest.request;

/** The names of Tarn's own headers. */
public final class Headers {
  /** In: whose catalog. */
  public static final String TENANT = "Tarn-Tenant";

  /** Out: the commit that the answer was read at, or that a write made. */
  public static final String COMMIT = "Tarn-Commit";

  /** In: the answer has to be at least as new as this commit. */
  public static final String MIN_COMMIT = "Tarn-Min-Commit";

  /** In: why something is changed, in the writer's words. */
  public static final String REASON = "Tarn-Reason";

  /** In: the connector or client that changes something. */
  public static final String SOURCE = "Tarn-Source";

  /** In: by which an engine knows this catalog; the SQL of reports names it. */
  public static final String CATALOG_NAME = "Tarn-Catalog-Name";

  /** In and out: identifies the request in logs and in the audit trail. */
  public static final String REQUEST_ID = "X-Request-Id";

  /** In: lets a write be sent twice and done once. */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private Headers() {}
}
