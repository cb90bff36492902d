package dev.tarn.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The options that every command has, and what they make: the way to the server and the console.
 */
@Command(
    name = "tarn",
    description = "A catalog of your data: what there is, where it comes from, who answers for it.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false)
final class RootCommand implements Runnable {
  private static final String DEFAULT_SERVER = "http://127.0.0.1:8585";

  private final Map<String, String> environment;
  private final Console console;
  private final CountDownLatch end;

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The server; or TARN_SERVER. Default: " + DEFAULT_SERVER)
  @Nullable String server;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The tenant; or TARN_TENANT. Default: default")
  @Nullable String tenant;

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The branch. Default: main, or what 'tarn branch switch' chose.")
  @Nullable String branch;

  @Option(
      names = "--at",
      paramLabel = "POINT",
      scope = ScopeType.INHERIT,
      description = "Read as of a commit, a tag or a time such as 2026-01-31T12:00:00Z.")
  @Nullable String at;

  @Option(
      names = "--min-commit",
      paramLabel = "COMMIT",
      scope = ScopeType.INHERIT,
      description =
          "Read what is at least as new as this commit, such as one that a write printed.")
  @Nullable String minCommit;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "The file with the key to sign in with; or the key itself in TARN_API_KEY. Default: what"
              + " 'tarn login' kept, or a local server's admin key.")
  @Nullable Path apiKeyFile;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print the API's JSON. Streams print one document per line.")
  boolean json;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more; with an error, where it came from.")
  boolean verbose;

  /**
   * @param end ends commands that would go on for ever, such as {@code changes --follow}
   */
  RootCommand(Map<String, String> environment, Console console, CountDownLatch end) {
    this.environment = environment;
    this.console = console;
    this.end = end;
  }

  CommandLine commandLine() {
    CommandLine line = new CommandLine(this);
    line.addSubcommand(new ServerCommands.Up());
    line.addSubcommand(new DemoCommand(this));
    line.addSubcommand(new IngestCommand(this));
    line.addSubcommand(new RunsCommand(this));
    line.addSubcommand(new SearchCommand(this));
    line.addSubcommand(new SuggestCommand(this));
    line.addSubcommand(new ShowCommand(this));
    line.addSubcommand(new LineageCommand(this));
    line.addSubcommand(new ListCommand(this));
    line.addSubcommand(new HistoryCommand(this));
    line.addSubcommand(new ChangesCommand(this));
    line.addSubcommand(new TypesCommand(this));
    line.addSubcommand(new WriteCommands.Put(this));
    line.addSubcommand(new WriteCommands.Patch(this));
    line.addSubcommand(new WriteCommands.Delete(this));
    line.addSubcommand(new WriteCommands.Restore(this));
    line.addSubcommand(TenantCommands.commandLine(this));
    line.addSubcommand(BranchCommands.commandLine(this));
    line.addSubcommand(TagCommands.commandLine(this));
    line.addSubcommand(ChangeRequestCommands.commandLine(this));
    line.addSubcommand(IndexCommands.commandLine(this));
    line.addSubcommand(MaintenanceCommands.commandLine(this));
    line.addSubcommand(PrivacyCommands.commandLine(this));
    line.addSubcommand(AccessCommands.commandLine(this));
    line.addSubcommand(AuditCommands.commandLine(this));
    line.addSubcommand(KeyCommands.commandLine(this));
    line.addSubcommand(new SignInCommands.Login(this));
    line.addSubcommand(new SignInCommands.Logout(this));
    line.addSubcommand(new SignInCommands.WhoAmI(this));
    line.addSubcommand(new StatusCommand(this));
    line.addSubcommand(new PingCommand(this));
    Map<String, String> exitCodes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      exitCodes.put(Integer.toString(code.number()), code.meaning());
    }
    line.getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes)
        .footerHeading("%nNames:%n")
        .footer(
            "  An asset is named by its id, by type:qualifiedName, by its qualified name, or by"
                + " its",
            "  short name or the end of its qualified name where only one asset fits.",
            "  Colours are for terminals only, and off where NO_COLOR is set.");
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(commandLineOfSpec(), "a command is missing");
  }

  private CommandLine commandLineOfSpec() {
    if (spec == null) {
      throw new IllegalStateException("not parsed");
    }
    return spec.commandLine();
  }

  Console console() {
    return console;
  }

  /** Waits, and returns true as soon as the command is to end. */
  boolean isEndedWithin(Duration wait) throws InterruptedException {
    return end.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  Map<String, String> environment() {
    return environment;
  }

  Api api() {
    return new Api(
        server(),
        orEnvironment(tenant, "TARN_TENANT"),
        branch == null ? currentBranch().name() : branch,
        at,
        minCommit,
        () -> Optional.ofNullable(keys().key()));
  }

  /** Returns the keys for the server. */
  ServerKeys keys() {
    return new ServerKeys(environment, server(), apiKeyFile);
  }

  private URI server() {
    String address = orEnvironment(server, "TARN_SERVER");
    return serverAddress(address == null ? DEFAULT_SERVER : address);
  }

  /** Returns the branch that a command is about. */
  String branchName() {
    String chosen = branch == null ? currentBranch().name() : branch;
    return chosen == null ? CurrentBranch.MAIN : chosen;
  }

  /** Returns what is taken where no branch is named. */
  CurrentBranch currentBranch() {
    return new CurrentBranch(environment, server(), orEnvironment(tenant, "TARN_TENANT"));
  }

  private @Nullable String orEnvironment(@Nullable String option, String variable) {
    if (option != null) {
      return option;
    }
    String value = environment.getOrDefault(variable, "");
    return value.isBlank() ? null : value;
  }

  private URI serverAddress(String text) {
    try {
      URI address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (address.getHost() != null
          && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the one answer for what is no address.
    }
    throw new ParameterException(
        commandLineOfSpec(), "'" + text + "' is not a server; one is " + DEFAULT_SERVER);
  }

  /** Says why a command ended, and returns what that means for a script. */
  ExitCode report(Exception failure) {
    ExitCode exitCode =
        failure instanceof CommandFailure known ? known.exitCode() : ExitCode.FAILED;
    if (json && failure instanceof CommandFailure known && known.problem().isObject()) {
      console.err().println(Json.compact(known.problem()));
    } else {
      String message = failure.getMessage();
      console.error(
          Console.printable(message == null ? failure.getClass().getSimpleName() : message));
      if (failure instanceof CommandFailure known) {
        for (String detail : known.details()) {
          console.err().println(Console.printable(detail));
        }
      }
    }
    if (verbose) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      console.note(trace.toString());
    }
    return exitCode;
  }
}
