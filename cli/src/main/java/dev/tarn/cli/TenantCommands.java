package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn tenant}: the life of tenants. */
final class TenantCommands {
  private static final String PATH = "/api/v1/tenants";

  private TenantCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group())
        .addSubcommand(new CreateTenant(root))
        .addSubcommand(new ListTenants(root))
        .addSubcommand(new ShowTenant(root))
        .addSubcommand(new LimitTenant(root))
        .addSubcommand(new CloneTenant(root))
        .addSubcommand(new SuspendTenant(root))
        .addSubcommand(new ResumeTenant(root))
        .addSubcommand(new RestoreTenant(root))
        .addSubcommand(new DeleteTenant(root));
  }

  @Command(
      name = "tenant",
      description = "Creates, limits, clones, suspends, restores and deletes tenants.",
      subcommands = {},
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  /** How much a tenant may take. */
  private static final class Quotas {
    @Option(names = "--max-assets", paramLabel = "N", description = "Live assets of a branch.")
    @Nullable Long maxAssets;

    @Option(
        names = "--max-requests",
        paramLabel = "N",
        description = "Requests a second, on each server.")
    @Nullable Long maxRequests;

    @Option(
        names = "--max-storage",
        paramLabel = "BYTES",
        description = "Bytes of files of its own.")
    @Nullable Long maxStorage;

    @Option(
        names = "--max-tasks",
        paramLabel = "N",
        description = "Imports, rebuilds and collections of garbage at once, on each server.")
    @Nullable Long maxTasks;

    /** Adds what is said; 0 takes a limit away. */
    void addTo(ObjectNode body) {
      ObjectNode quotas = body.putObject("quotas");
      put(quotas, "maxAssets", maxAssets);
      put(quotas, "maxRequestsPerSecond", maxRequests);
      put(quotas, "maxStorageBytes", maxStorage);
      put(quotas, "maxTasks", maxTasks);
    }

    private static void put(ObjectNode quotas, String name, @Nullable Long value) {
      if (value != null) {
        quotas.put(name, value == 0 ? null : value);
      }
    }
  }

  private static void put(ObjectNode body, @Nullable String storage) {
    if (storage != null) {
      body.put("storage", storage);
    }
  }

  /** A command about one tenant. */
  private abstract static class OfTenant extends ApiCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The tenant.")
    String name = "";

    OfTenant(RootCommand root) {
      super(root);
    }

    String path() {
      return PATH + "/" + Api.segment(name);
    }

    /** Says in words what was done, or prints the answer. */
    ExitCode done(Console console, JsonNode answer, String words) {
      if (json()) {
        console.json(answer);
      } else {
        console.line(words);
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "create", description = "Creates a tenant with an empty catalog.")
  private static final class CreateTenant extends ApiCommand {
    @Parameters(paramLabel = "NAME", description = "1 to 63 of a-z, 0-9 and '-'.")
    String name = "";

    @Option(
        names = "--storage",
        paramLabel = "NAME",
        description =
            "Where its tables go, for good: a storage that the server has. Default: the server's"
                + " own")
    @Nullable String storage;

    @Mixin Quotas quotas = new Quotas();

    CreateTenant(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode().put("name", name);
      put(body, storage);
      quotas.addTo(body);
      JsonNode answer = api.post(PATH, Api.query(), body);
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
        return ExitCode.OK;
      }
      Table table = new Table("NAME", "STATUS", "CREATED", "BY", "CLONED FROM");
      for (JsonNode item : Json.elements(answer, "items")) {
        table.row(
            Json.text(item, "name"),
            Json.text(item, "status"),
            Json.text(item, "createdAt"),
            Json.text(item, "createdBy"),
            Json.text(item.path("clonedFrom"), "tenant"));
      }
      table.print(console);
      return ExitCode.OK;
    }
  }

  @Command(name = "show", description = "Shows a tenant, its quotas and what it takes of them.")
  private static final class ShowTenant extends OfTenant {
    ShowTenant(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode tenant = api.get(path(), Api.query());
      JsonNode usage = api.get(path() + "/usage", Api.query());
      if (json()) {
        ObjectNode both = Json.MAPPER.createObjectNode();
        both.set("tenant", tenant);
        both.set("usage", usage);
        console.json(both);
        return ExitCode.OK;
      }
      Table facts = new Table("", "");
      facts.row("name", Json.text(tenant, "name"));
      facts.row("status", Json.text(tenant, "status"));
      facts.row("created", Json.text(tenant, "createdAt") + " " + Json.text(tenant, "createdBy"));
      facts.row("storage", Json.text(tenant, "storage"));
      JsonNode source = tenant.path("clonedFrom");
      if (!source.isMissingNode()) {
        facts.row(
            "cloned from", Json.text(source, "tenant") + " at " + Json.text(source, "commit"));
      }
      JsonNode quotas = tenant.path("quotas");
      facts.row("assets", of(usage.path("assets"), quotas.path("maxAssets")));
      facts.row("storage bytes", of(usage.path("storageBytes"), quotas.path("maxStorageBytes")));
      facts.row("tasks", of(usage.path("runningTasks"), quotas.path("maxTasks")));
      facts.row("requests", Console.count(usage.path("requests").asLong()));
      facts.row("refused", Console.count(usage.path("refusedRequests").asLong()));
      if (quotas.has("maxRequestsPerSecond")) {
        facts.row(
            "requests a second",
            "at most " + Console.count(quotas.path("maxRequestsPerSecond").asLong()));
      }
      facts.print(console);
      return ExitCode.OK;
    }

    private static String of(JsonNode used, JsonNode limit) {
      String count = used.isMissingNode() ? "not counted yet" : Console.count(used.asLong());
      return limit.isMissingNode() ? count : count + " of " + Console.count(limit.asLong());
    }
  }

  @Command(
      name = "limit",
      description = "Changes a tenant's quotas; those that are not named stay, 0 takes one away.")
  private static final class LimitTenant extends OfTenant {
    @Mixin Quotas quotas = new Quotas();

    LimitTenant(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode();
      quotas.addTo(body);
      return done(
          console,
          api.write("PATCH", path(), Api.query(), null, null, body),
          "limited tenant " + name);
    }
  }

  @Command(
      name = "clone",
      description = {
        "Creates a tenant that begins with what another one has.",
        "Nothing is copied; from then on the two have nothing to do with each other."
      })
  private static final class CloneTenant extends OfTenant {
    @Parameters(index = "1", paramLabel = "CLONE", description = "The new tenant.")
    String clone = "";

    @Option(
        names = "--from",
        paramLabel = "POINT",
        description = "A commit, time or tag of the tenant's main branch. Default: the newest")
    @Nullable String point;

    @Option(
        names = "--storage",
        paramLabel = "NAME",
        description = "Where what it writes goes, for good. Default: the storage of the tenant")
    @Nullable String storage;

    @Mixin Quotas quotas = new Quotas();

    CloneTenant(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode().put("name", clone);
      if (point != null) {
        body.put("at", point);
      }
      put(body, storage);
      quotas.addTo(body);
      JsonNode answer = api.post(path() + "/clone", Api.query(), body);
      return done(
          console,
          answer,
          "cloned tenant " + name + " as " + clone + " at " + Json.text(answer, "commit"));
    }
  }

  @Command(
      name = "suspend",
      description = "Suspends a tenant: it answers to operators only, and its streams end.")
  private static final class SuspendTenant extends OfTenant {
    SuspendTenant(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      return done(
          console, api.post(path() + "/suspend", Api.query(), null), "suspended tenant " + name);
    }
  }

  @Command(name = "resume", description = "Has a suspended tenant answer again.")
  private static final class ResumeTenant extends OfTenant {
    ResumeTenant(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      return done(
          console, api.post(path() + "/resume", Api.query(), null), "resumed tenant " + name);
    }
  }

  @Command(
      name = "restore",
      description = {
        "Makes a tenant's main branch what it was at a commit, time or tag.",
        "That is a new commit: the history keeps what was done since. Types stay."
      })
  private static final class RestoreTenant extends OfTenant {
    @Option(
        names = "--to",
        paramLabel = "POINT",
        required = true,
        description = "A commit, time or tag of the main branch.")
    String point = "";

    @Option(names = "--dry-run", description = "Only say what would happen.")
    boolean dryRun;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    @Nullable String reason;

    RestoreTenant(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode().put("to", point).put("dryRun", dryRun);
      JsonNode answer = api.merge(path() + "/restore", Api.query(), reason, body);
      return MergeText.print(console, json(), answer, "restored tenant " + name + " to " + point);
    }
  }

  @Command(
      name = "delete",
      description = {
        "Deletes a suspended tenant: its branches, files and indexes, and looks that they are"
            + " gone.",
        "Files that clones of it read stay until these are gone."
      })
  private static final class DeleteTenant extends OfTenant {
    @Option(
        names = "--confirm",
        paramLabel = "NAME",
        required = true,
        description = "The tenant's name, again.")
    String confirm = "";

    DeleteTenant(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode removal = api.remove(path(), Api.query().with("confirm", confirm));
      boolean proven = removal.path("proven").asBoolean();
      if (json()) {
        console.json(removal);
      } else {
        console.line((proven ? "deleted tenant " : "not all is deleted of tenant ") + name);
        Table facts = new Table("", "");
        facts.row("branches and tags", Console.count(removal.path("references").asLong()));
        facts.row("files", Console.count(removal.path("files").asLong()));
        facts.row("bytes", Console.count(removal.path("bytes").asLong()));
        facts.row("kept for clones", Console.count(removal.path("keptFiles").asLong()));
        for (JsonNode left : Json.elements(removal, "remains")) {
          facts.row("left", left.asText());
        }
        facts.print(console, "  ");
      }
      return proven ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
