package dev.tarn.connectors.datahub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.connectors.dbt.DbtImporter;
import dev.tarn.connectors.openlineage.OpenLineageImporter;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.ingest.Importer;
import dev.tarn.testkit.ingest.BytesInput;
import dev.tarn.testkit.ingest.ImportedCatalog;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each source writes the name of a table in its own way; it is one table. */
class OneTableOfThreeSourcesTest {
  private static final String OPENLINEAGE =
      """
      {"eventTime":"2026-03-01T10:00:00Z","job":{"namespace":"airflow","name":"nightly.load"},
       "run":{"runId":"r1","facets":{"parent":{"job":{"namespace":"airflow","name":"nightly"},"run":{"runId":"r0"}}}},
       "outputs":[{"namespace":"snowflake://acme-eu.aws","name":"SHOP.MART.ORDERS",
        "facets":{"schema":{"fields":[{"name":"ID","type":"NUMBER"}]}}}]}
      """;
  private static final String DBT =
      """
      {"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json","adapter_type":"snowflake"},
       "nodes":{"model.shop.orders":{"resource_type":"model","name":"orders","alias":"ORDERS","database":"SHOP","schema":"mart",
        "description":"Every order","columns":{"id":{"name":"id","description":"key"}}}}}
      """;
  private static final String DATAHUB =
      """
      [{"entityUrn":"urn:li:dataset:(urn:li:dataPlatform:snowflake,shop.mart.orders,PROD)","aspectName":"globalTags",
        "aspect":{"json":{"tags":[{"tag":"urn:li:tag:gold"}]}}},
       {"entityUrn":"urn:li:dataset:(urn:li:dataPlatform:snowflake,shop.mart.orders,PROD)","aspectName":"schemaMetadata",
        "aspect":{"json":{"fields":[{"fieldPath":"ID","nullable":false}]}}},
       {"entityUrn":"urn:li:dataJob:(urn:li:dataFlow:(airflow,nightly,prod),load)","aspectName":"dataJobInputOutput",
        "aspect":{"json":{"outputDatasets":["urn:li:dataset:(urn:li:dataPlatform:snowflake,shop.mart.orders,PROD)"]}}}]
      """;

  @Test
  void theTableItsColumnAndItsJobAreOneEach() throws IOException {
    Map<Importer, String> sources = new LinkedHashMap<>();
    sources.put(new OpenLineageImporter(), OPENLINEAGE);
    sources.put(new DbtImporter(), DBT);
    sources.put(new DataHubImporter(), DATAHUB);
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      for (Map.Entry<Importer, String> source : sources.entrySet()) {
        ImportedCatalog.Summary summary =
            catalog.run(source.getKey(), List.of(new BytesInput("in", source.getValue())));
        assertThat(summary.refused()).isEmpty();
        assertThat(summary.record().rejections()).isEmpty();
      }
      assertThat(catalog.assets("table")).containsOnlyKeys("snowflake.shop.mart.orders");
      assertThat(catalog.assets("column")).containsOnlyKeys("snowflake.shop.mart.orders.id");
      assertThat(catalog.assets("job")).containsOnlyKeys("airflow.nightly.load");
      assertThat(catalog.assets("pipeline")).containsOnlyKeys("airflow.nightly");
      assertThat(catalog.relationships("lineage")).hasSize(1);
      Asset orders = catalog.asset("table", "snowflake.shop.mart.orders").orElseThrow();
      assertThat(orders.description()).isEqualTo("Every order");
      assertThat(orders.tags()).hasSize(1);
      assertThat(
              ((Map<?, ?>) orders.attributes().get("properties"))
                  .keySet().stream().map(Object::toString))
          .contains("openlineage.namespace", "dbt.model", "datahub.urn");
      assertThat(
              catalog.asset("column", "snowflake.shop.mart.orders.id").orElseThrow().attributes())
          .containsEntry("dataType", "NUMBER")
          .containsEntry("nullable", false);

      // Each again, after the others: nothing fights over a field.
      for (Map.Entry<Importer, String> source : sources.entrySet()) {
        ImportedCatalog.Summary again =
            catalog.run(source.getKey(), List.of(new BytesInput("in", source.getValue())));
        assertThat(again.created() + again.updated()).as(source.getKey().format()).isZero();
      }
    }
  }
}
