package dev.tarn.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.search.EmbeddingModel;
import dev.tarn.core.search.EmbeddingModelProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MiniLmModelTest {
  @TempDir static Path folder;
  private static EmbeddingModel model;

  @BeforeAll
  static void open() {
    model = provider().open(folder);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static EmbeddingModelProvider provider() {
    return ServiceLoader.load(EmbeddingModelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.model().equals("all-minilm-l6-v2-q"))
        .findAny()
        .orElseThrow();
  }

  private static float[] embed(String text) {
    return model.embed(List.of(text)).getFirst();
  }

  private static double similarity(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  @Test
  void vectorsHaveTheirDimensionsAndLengthOne() {
    float[] vector = embed("table customer orders");
    assertThat(vector).hasSize(model.dimensions());
    assertThat(similarity(vector, vector)).isCloseTo(1, within(1e-5));
  }

  @Test
  void whatMeansTheSameIsCloserThanWhatDoesNot() {
    float[] revenue = embed("monthly revenue by region");
    float[] turnover = embed("sales turnover per country and month");
    float[] temperature = embed("temperature sensor of a wind turbine");
    assertThat(similarity(revenue, turnover)).isGreaterThan(similarity(revenue, temperature) + 0.2);
    assertThat(similarity(embed("client e-mail address"), embed("column customer email")))
        .isGreaterThan(similarity(embed("client e-mail address"), embed("column order total")));
  }

  @Test
  void theVectorOfATextDependsOnTheTextAlone() {
    List<String> texts =
        List.of("table orders", "a much longer text about invoices, their lines and taxes", "x");
    List<float[]> together = model.embed(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(together.get(i)).containsExactly(embed(texts.get(i)));
    }
  }

  @Test
  void aLongTextIsCut() {
    String words = "shipment ".repeat(2 + MiniLmModel.MAX_CHARACTERS / "shipment ".length());
    assertThat(words.length()).isGreaterThan(MiniLmModel.MAX_CHARACTERS);
    assertThat(embed(words + "zebra"))
        .containsExactly(embed(words.substring(0, MiniLmModel.MAX_CHARACTERS)));
  }

  @Test
  void aCutTearsNoCharacterApart() {
    String pairs = "a" + "😀".repeat(MiniLmModel.MAX_CHARACTERS);
    assertThat(MiniLmModel.cut(pairs)).hasSize(MiniLmModel.MAX_CHARACTERS - 1);
    assertThat(MiniLmModel.cut("x".repeat(MiniLmModel.MAX_CHARACTERS + 1)))
        .hasSize(MiniLmModel.MAX_CHARACTERS);
  }

  @Test
  void textsOfAnyScriptAreEncoded() {
    for (String text : List.of("売上高", "выручка", "😀", "\u0001a\u0002", "a\nb\tc", "ñandú")) {
      assertThat(embed(text)).hasSize(model.dimensions()).doesNotContain(Float.NaN);
    }
  }

  @Test
  void threadsShareTheModel() throws Exception {
    List<String> texts = List.of("orders", "customers", "payments", "shipments");
    List<float[]> alone = model.embed(texts);
    List<Callable<List<float[]>>> calls = Collections.nCopies(16, () -> model.embed(texts));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<List<float[]>> answers = new ArrayList<>();
      for (Future<List<float[]>> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      assertThat(answers)
          .allSatisfy(
              vectors -> {
                for (int i = 0; i < texts.size(); i++) {
                  assertThat(vectors.get(i)).containsExactly(alone.get(i));
                }
              });
    }
  }

  @Test
  void aModelThatCannotBeLoadedSaysWhyAndIsNotTriedAgain(@TempDir Path other) throws Exception {
    Path occupied = Files.writeString(other.resolve("file"), "not a folder");
    try (EmbeddingModel broken = provider().open(occupied)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> broken.embed(List.of("orders")))
            .isInstanceOfSatisfying(
                CatalogException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.SEARCH_NOT_AVAILABLE))
            .hasMessageContaining("all-minilm-l6-v2-q cannot be loaded");
        Files.deleteIfExists(occupied);
      }
    }
  }

  @Test
  void aClosedModelRefuses() {
    EmbeddingModel closed = provider().open(folder);
    closed.embed(List.of("orders"));
    closed.close();
    assertThatThrownBy(() -> closed.embed(List.of("orders")))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
  }
}
