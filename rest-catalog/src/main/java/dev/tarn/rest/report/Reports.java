package dev.tarn.rest.report;

import dev.tarn.core.state.Page;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.TableName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.view.ImmutableSQLViewRepresentation;
import org.apache.iceberg.view.ImmutableViewVersion;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewRepresentation;
import org.jspecify.annotations.Nullable;

/** All reports, by name, as Iceberg's views. */
public final class Reports {
  /** The namespace of the catalog's own tables and of the reports. */
  public static final String NAMESPACE = TableName.RESERVED;

  /** By which an engine is taken to know the catalog, if it does not say. */
  public static final String DEFAULT_CATALOG = "tarn";

  /** When a report was last changed; a view's version has a time. */
  private static final Instant CHANGED_AT = Instant.parse("2026-11-21T00:00:00Z");

  private static final NavigableMap<String, Report> ALL = new TreeMap<>();

  static {
    Stream.of(AssetReports.ALL, TableReports.ALL, ChangeReports.ALL, UsageReports.ALL)
        .flatMap(List::stream)
        .forEach(report -> ALL.put(report.name(), report));
  }

  private Reports() {}

  /**
   * Returns a page of the reports, by name.
   *
   * @param cursor after which it begins; null for the first
   */
  public static Page<PointerEntry> page(@Nullable String cursor, int limit) {
    Collection<String> left = cursor == null ? ALL.keySet() : ALL.tailMap(cursor, false).keySet();
    List<PointerEntry> shown =
        left.stream()
            .limit(limit)
            .map(name -> new PointerEntry(TableName.of(NAMESPACE, name), PointerKind.VIEW))
            .toList();
    return new Page<>(shown, shown.size() < left.size() ? shown.getLast().name().name() : null);
  }

  /** Returns whether a name is that of a report. */
  public static boolean isReport(TableName name) {
    return name.levels().size() == 2
        && name.levels().getFirst().equals(NAMESPACE)
        && ALL.containsKey(name.name());
  }

  /**
   * Returns a report as a view.
   *
   * @param catalog by which the engine knows this catalog
   * @param location of the namespace, where a view must say to be
   * @throws IllegalArgumentException if there is no such report
   */
  public static ViewMetadata view(TableName name, String catalog, String location) {
    Report report = isReport(name) ? ALL.get(name.name()) : null;
    if (report == null) {
      throw new IllegalArgumentException("no report " + name);
    }
    List<ViewRepresentation> representations =
        Stream.of(Dialect.values())
            .<ViewRepresentation>map(
                dialect ->
                    ImmutableSQLViewRepresentation.builder()
                        .dialect(dialect.representation())
                        .sql(report.sql().apply(new Report.Sql(dialect, catalog)).strip())
                        .build())
            .toList();
    String place = location + "/" + report.name();
    ViewMetadata built =
        ViewMetadata.builder()
            .assignUUID(
                UUID.nameUUIDFromBytes(report.name().getBytes(StandardCharsets.UTF_8)).toString())
            .setLocation(place)
            .setProperties(Map.of("comment", report.comment()))
            .setCurrentVersion(
                ImmutableViewVersion.builder()
                    .versionId(1)
                    .schemaId(0)
                    .timestampMillis(CHANGED_AT.toEpochMilli())
                    .defaultNamespace(Namespace.of(NAMESPACE))
                    .addAllRepresentations(representations)
                    .build(),
                report.schema())
            .build();
    return ViewMetadata.buildFrom(built).setMetadataLocation(place).build();
  }
}
