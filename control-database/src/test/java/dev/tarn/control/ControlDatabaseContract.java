package dev.tarn.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;

/** What the modules rely on, of either database. */
abstract class ControlDatabaseContract {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final int THREADS = 8;
  private static final int ADDITIONS = 25;

  private ControlDatabase database;

  /** Returns the settings of a database that is the same for all calls of one test. */
  abstract ControlSettings settings() throws Exception;

  @BeforeEach
  void open() throws Exception {
    database = ControlDatabase.open(settings());
    database.sql().sql("DELETE FROM notes").update();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void insert(String id) {
    database
        .sql()
        .sql("INSERT INTO notes (id, text, content, written_at) VALUES (?, ?, ?, ?)")
        .params(id, "a note", new byte[] {1, 2, 3}, ControlDatabase.time(NOON))
        .update();
  }

  private List<String> ids() {
    return database.sql().sql("SELECT id FROM notes ORDER BY id").query(String.class).list();
  }

  @Test
  void valuesComeBackAsTheyWereGiven() {
    insert("one");

    database
        .sql()
        .sql("SELECT text, content, written_at, is_old, uses FROM notes WHERE id = ?")
        .param("one")
        .query(
            rows -> {
              assertThat(rows.getString("text")).isEqualTo("a note");
              assertThat(rows.getBytes("content")).containsExactly(1, 2, 3);
              assertThat(rows.getObject("written_at", OffsetDateTime.class).toInstant())
                  .isEqualTo(NOON);
              assertThat(rows.getBoolean("is_old")).isFalse();
              assertThat(rows.getLong("uses")).isZero();
            });
    assertThat(ids()).containsExactly("one");
  }

  @Test
  void aTimeIsNeverKeptAsALaterOne() {
    insert("one");
    Instant nearlyTheNext = NOON.plusNanos(999);
    database
        .sql()
        .sql("UPDATE notes SET written_at = ?")
        .param(ControlDatabase.time(nearlyTheNext))
        .update();
    OffsetDateTime kept =
        database.sql().sql("SELECT written_at FROM notes").query(OffsetDateTime.class).single();
    assertThat(kept.toInstant()).isEqualTo(NOON);
  }

  @Test
  void aTransactionIsAllOrNothing() {
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    sql -> {
                      insert("one");
                      throw new IllegalStateException("stop");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ids()).isEmpty();

    assertThat(
            database.<Integer>inTransaction(
                sql -> {
                  insert("one");
                  insert("two");
                  return sql.sql("SELECT count(*) FROM notes").query(Integer.class).single();
                }))
        .isEqualTo(2);
    assertThat(ids()).containsExactly("one", "two");
  }

  @Test
  void aKeyThatIsTakenIsSaidSo() {
    insert("one");
    assertThatThrownBy(() -> insert("one")).isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void additionsOfManyThreadsAreAllCounted() throws Exception {
    insert("one");
    List<Future<?>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        futures.add(threads.submit(this::addSome));
      }
    }
    for (Future<?> future : futures) {
      future.get();
    }
    assertThat(database.sql().sql("SELECT uses FROM notes").query(Long.class).single())
        .isEqualTo((long) THREADS * ADDITIONS);
  }

  private void addSome() {
    for (int i = 0; i < ADDITIONS; i++) {
      database.sql().sql("UPDATE notes SET uses = uses + 1 WHERE id = ?").param("one").update();
    }
  }

  @Test
  void whatWasWrittenIsThereWhenItOpensAgain() throws Exception {
    insert("one");
    database.close();
    database = ControlDatabase.open(settings());
    assertThat(ids()).containsExactly("one");
  }
}
