package dev.tarn.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** The {@code tarn} command. */
public final class Tarn {
  /** Output is flushed when full, by line on a terminal, and at the end. */
  private static final int OUTPUT_BUFFER_BYTES = 1 << 14;

  private Tarn() {}

  /**
   * Runs one command line and ends the process with its exit code.
   *
   * <p>The launcher script says with the system properties {@code tarn.cli.terminal.out} and {@code
   * tarn.cli.terminal.err} whether the streams are terminals, and with {@code tarn.cli.columns} how
   * wide: asking the terminal from here would cost more than the whole command.
   */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    boolean outIsTerminal = Boolean.getBoolean("tarn.cli.terminal.out");
    PrintStream out = stream(FileDescriptor.out, outIsTerminal);
    PrintStream err = stream(FileDescriptor.err, true);
    Console console =
        new Console(
            out,
            err,
            outIsTerminal,
            Boolean.getBoolean("tarn.cli.terminal.err"),
            takesColours(environment),
            Integer.getInteger("tarn.cli.columns", Console.DEFAULT_WIDTH_COLUMNS));
    int exitCode = run(args, environment, console, new CountDownLatch(1));
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  private static PrintStream stream(FileDescriptor descriptor, boolean flushed) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), OUTPUT_BUFFER_BYTES),
        flushed,
        StandardCharsets.UTF_8);
  }

  /** The convention of no-color.org: set to anything but the empty text. */
  private static boolean takesColours(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /**
   * Runs one command line and returns its exit code.
   *
   * @param end ends commands that would go on for ever
   */
  static int run(
      String[] args, Map<String, String> environment, Console console, CountDownLatch end) {
    RootCommand root = new RootCommand(environment, console, end);
    CommandLine commandLine = root.commandLine();
    commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            console.outIsTerminal() && console.colours()
                ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF));
    commandLine.setUsageHelpWidth(Math.clamp(console.widthColumns(), 80, 120));
    commandLine.setParameterExceptionHandler(
        (failure, ignored) -> {
          console.error(String.valueOf(failure.getMessage()));
          console.note(
              "see: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
          return ExitCode.USAGE.number();
        });
    commandLine.setExecutionExceptionHandler(
        (failure, ignored, parsed) -> root.report(failure).number());
    return commandLine.execute(args);
  }
}
