package dev.tarn.core.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameReplacerTest {
  private static final AssetId USER = AssetId.derive("user", "alice");

  private static final PersonNames ALICE =
      PersonNames.of(new PersonQuery("user:alice", List.of("Alice Smith")))
          .with(USER, "alice")
          .with("alice@acme.example");

  private final NameReplacer replacer = new NameReplacer(ALICE, "person-1", Map.of("old", "new"));

  @Test
  void replacesWordsThatStandAlone() {
    assertThat(replacer.text("ask Alice Smith, or alice@acme.example."))
        .isEqualTo("ask person-1, or person-1.");
    assertThat(replacer.text("by user:alice (ALICE)")).isEqualTo("by user:person-1 (person-1)");
    assertThat(replacer.text("see " + USER)).isEqualTo("see " + AssetId.derive("user", "person-1"));
  }

  @Test
  void leavesWhatOnlyContainsAWord() {
    String text = "malice, alice_events, alice2, Alicey";
    assertThat(replacer.text(text)).isSameAs(text);
    assertThat(replacer.isIn(text)).isFalse();
  }

  @Test
  void aValueIsReplacedAsAWholeOnly() {
    assertThat(replacer.value("user:Alice")).isEqualTo("user:person-1");
    assertThat(replacer.value("db.alice")).isEqualTo("db.alice");
    assertThat(replacer.value("old")).isEqualTo("new");
  }

  @Test
  void whatIsReplacedIsNotFoundAgain() {
    String replaced = replacer.text("alice and Alice Smith, user:alice, " + USER);
    assertThat(replacer.isIn(replaced)).isFalse();
    assertThat(replacer.text(replaced)).isSameAs(replaced);
  }

  @Test
  void namesOfAUserAreThoseOfAllItsVersions() {
    PersonNames renamed = ALICE.with(USER, "alice.smith");
    assertThat(renamed.actors()).containsExactlyInAnyOrder("user:alice", "user:alice.smith");
    assertThat(renamed.isUserNamed("ALICE.SMITH")).isTrue();
    assertThat(renamed.isSamePerson(PersonNames.of(new PersonQuery("user:alice", List.of()))))
        .isTrue();
    assertThat(PersonNames.of(new PersonQuery("service:x", List.of())).actors())
        .containsExactly("service:x");
  }

  @Test
  void shortWordsAreTold() {
    assertThat(PersonNames.of(new PersonQuery("al", List.of("Bo"))).shortWords())
        .containsExactly("Bo", "al");
  }

  @Test
  void nobodyIsNoPerson() {
    assertThatThrownBy(() -> new PersonQuery(" ", List.of())).isInstanceOf(CatalogException.class);
  }

  @Test
  void saysNothingOfThePersonWherePrinted() {
    assertThat(ALICE + " " + replacer + " " + new PersonQuery("user:alice", List.of()))
        .doesNotContainIgnoringCase("alice");
  }
}
