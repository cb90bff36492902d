package dev.tarn.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlacesPolicyTest {
  private static JsonNode policy(FileAccess access, String... locations) throws Exception {
    return new ObjectMapper()
        .readTree(
            PlacesPolicy.of(
                "aws", List.of(locations).stream().map(PlacesPolicy.Place::of).toList(), access));
  }

  @Test
  void keysAreGoodForOneTableAndNothingBesideIt() throws Exception {
    JsonNode statements =
        policy(FileAccess.WRITE, "s3://lake/tables/acme/orders-1/").path("Statement");
    assertThat(statements).hasSize(2);
    assertThat(statements.path(0).path("Effect").asText()).isEqualTo("Allow");
    assertThat(statements.path(0).at("/Resource/0").asText())
        .isEqualTo("arn:aws:s3:::lake/tables/acme/orders-1/*");
    assertThat(statements.path(0).path("Action").toString())
        .contains("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
        .doesNotContain("*");
    assertThat(statements.path(1).path("Action").asText()).isEqualTo("s3:ListBucket");
    assertThat(statements.path(1).path("Resource").asText()).isEqualTo("arn:aws:s3:::lake");
    assertThat(statements.path(1).at("/Condition/StringLike/s3:prefix/0").asText())
        .isEqualTo("tables/acme/orders-1/*");
  }

  @Test
  void whoOnlyReadsDoesNotWrite() throws Exception {
    assertThat(policy(FileAccess.READ, "s3://lake/t").toString())
        .contains("s3:GetObject")
        .doesNotContain("Put", "Delete", "Abort");
  }

  @Test
  void placesInSeveralBucketsAreToldApart() throws Exception {
    JsonNode statements =
        policy(FileAccess.READ, "s3://a/t", "s3://b/t", "s3://a/u").path("Statement");
    assertThat(statements).hasSize(4);
    assertThat(statements.path(0).path("Resource").toString())
        .isEqualTo("[\"arn:aws:s3:::a/t/*\",\"arn:aws:s3:::a/u/*\"]");
    assertThat(statements.path(2).at("/Resource/0").asText()).isEqualTo("arn:aws:s3:::b/t/*");
  }

  @Test
  void namesAreNotPatterns() throws Exception {
    JsonNode statement =
        policy(FileAccess.READ, "s3://lake/acme/a*b?c$d").path("Statement").path(0);
    assertThat(statement.at("/Resource/0").asText())
        .isEqualTo("arn:aws:s3:::lake/acme/a${*}b${?}c${$}d/*");
  }

  @Test
  void aWholeBucketIsNobodysTable() {
    for (String location : List.of("s3://lake", "s3://lake/", "s3:///x", "s3://lake//")) {
      assertThatThrownBy(() -> PlacesPolicy.Place.of(location))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
