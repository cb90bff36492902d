package dev.tarn.lucene.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SearchSlotsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void noMoreThanItsSlotsRunAtOnceAndAllRun() throws Exception {
    SearchSlots slots = new SearchSlots(2);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch bothTaken = new CountDownLatch(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        answers.add(
            threads.submit(
                () ->
                    slots.run(
                        LONG,
                        () -> {
                          most.accumulateAndGet(running.incrementAndGet(), Math::max);
                          bothTaken.countDown();
                          await(bothTaken);
                          running.decrementAndGet();
                          return number;
                        })));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(i);
      }
    }
    assertThat(most).hasValue(2);
  }

  @Test
  void oneThatWaitedAllItsTimeIsRefusedAndTheSlotIsFreeAfterAFailure() throws Exception {
    SearchSlots slots = new SearchSlots(1);
    assertThatThrownBy(
            () ->
                slots.run(
                    LONG,
                    () -> {
                      assertThatThrownBy(() -> slots.run(Duration.ofMillis(1), () -> "late"))
                          .isInstanceOfSatisfying(
                              CatalogException.class,
                              e -> assertThat(e.code()).isEqualTo(ErrorCode.QUEUE_FULL));
                      throw new IOException("broken");
                    }))
        .hasMessage("broken");
    assertThat(slots.run(LONG, () -> "next")).isEqualTo("next");
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
