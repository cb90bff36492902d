package dev.tarn.cli;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the terminal; nothing where there is none. */
final class Progress implements AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final long MEBIBYTE = 1L << 20;

  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /** Draws a bar over an amount of bytes, once that is known. */
  static Progress ofBytes(Console console, String task, long totalBytes) {
    return new Progress(builder(console, task, totalBytes).setUnit(" MiB", MEBIBYTE).build());
  }

  /** Draws a bar over a number of things. */
  static Progress ofItems(Console console, String task, long total) {
    return new Progress(builder(console, task, total).build());
  }

  private static ProgressBarBuilder builder(Console console, String task, long total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(Math.max(total, 1))
        .showSpeed()
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis((int) REDRAW.toMillis())
        .setConsumer(new Line(console));
  }

  void to(long done, long total) {
    bar.maxHint(Math.max(total, 1));
    bar.stepTo(done);
  }

  @Override
  public void close() {
    bar.close();
  }

  /** One line of the terminal, drawn over and cleared at the end. */
  private record Line(Console console) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return console.errIsTerminal() ? console.widthColumns() - 1 : Console.DEFAULT_WIDTH_COLUMNS;
    }

    @Override
    public void accept(String rendered) {
      if (console.errIsTerminal()) {
        console.err().print("\r" + rendered);
        console.err().flush();
      }
    }

    @Override
    public void clear() {
      if (console.errIsTerminal()) {
        console.err().print("\r\u001b[K");
        console.err().flush();
      }
    }

    @Override
    public void close() {
      clear();
    }
  }
}
