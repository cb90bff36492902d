package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tarn tenant}: create and list tenants. */
final class TenantCommands {
  private static final String PATH = "/api/v1/tenants";

  private TenantCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group())
        .addSubcommand(new CreateTenant(root))
        .addSubcommand(new ListTenants(root));
  }

  @Command(
      name = "tenant",
      description = "Creates and lists tenants.",
      subcommands = {},
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  @Command(name = "create", description = "Creates a tenant with an empty catalog.")
  private static final class CreateTenant extends ApiCommand {
    @Parameters(paramLabel = "NAME", description = "1 to 63 of a-z, 0-9 and '-'.")
    String name = "";

    CreateTenant(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode answer =
          api.post(PATH, Api.query(), Json.MAPPER.createObjectNode().put("name", name));
      if (json()) {
        console.json(answer);
      } else {
        console.line("created tenant " + name + "; use it with --tenant " + name);
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "list", description = "Lists the tenants.")
  private static final class ListTenants extends ApiCommand {
    ListTenants(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode answer = api.get(PATH, Api.query());
      if (json()) {
        console.json(answer);
      } else {
        CommandGroup.printNames(console, answer);
      }
      return ExitCode.OK;
    }
  }
}
