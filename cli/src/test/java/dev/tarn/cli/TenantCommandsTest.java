package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The life of a tenant, and its audit, from the command line. */
class TenantCommandsTest extends CommandContract {
  private String ok(String... command) {
    return anyTenant.run(command).expect(ExitCode.OK).out();
  }

  @Test
  void aTenantIsClonedRestoredSuspendedAndDeleted() throws Exception {
    String clone = tenant + "-clone";
    String first =
        tarn.run("put", "table:a.one", "--json").expect(ExitCode.OK).json().path("commit").asText();
    tarn.run("put", "table:a.two").expect(ExitCode.OK);
    assertThat(ok("tenant", "clone", tenant, clone, "--from", first))
        .startsWith("cloned tenant " + tenant + " as " + clone);
    assertThat(ok("list", "--tenant", clone)).contains("a.one").doesNotContain("a.two");
    assertThat(ok("tenant", "restore", tenant, "--to", first, "--dry-run"))
        .startsWith("nothing is in the way");
    assertThat(ok("tenant", "restore", tenant, "--to", first)).startsWith("restored tenant");
    assertThat(ok("tenant", "list")).containsPattern(clone + " +active .* " + tenant);
    anyTenant.run("tenant", "delete", clone, "--confirm", clone).expect(ExitCode.CONFLICT);
    ok("tenant", "suspend", clone);
    assertThat(ok("tenant", "list")).containsPattern(clone + " +suspended");
    ok("tenant", "resume", clone);
    ok("tenant", "suspend", clone);
    anyTenant.run("tenant", "delete", clone, "--confirm", tenant).expect(ExitCode.FAILED);
    anyTenant.run("tenant", "delete", clone).expect(ExitCode.USAGE);
    assertThat(ok("tenant", "delete", clone, "--confirm", clone))
        .startsWith("deleted tenant " + clone)
        .containsPattern("branches and tags +1");
    anyTenant.run("tenant", "show", clone).expect(ExitCode.NOT_FOUND);
  }

  @Test
  void quotasAreShownAndTakenAway() throws Exception {
    ok("tenant", "limit", tenant, "--max-assets", "1", "--max-tasks", "2");
    tarn.run("put", "table:a.one").expect(ExitCode.OK);
    assertThat(tarn.run("put", "table:a.two").expect(ExitCode.DENIED).err())
        .contains("quota-exceeded");
    assertThat(ok("tenant", "show", tenant))
        .containsPattern("assets +1 of 1")
        .containsPattern("tasks +0 of 2");
    ok("tenant", "limit", tenant, "--max-assets", "0");
    tarn.run("put", "table:a.two").expect(ExitCode.OK);
    JsonNode shown = anyTenant.run("tenant", "show", tenant, "--json").expect(ExitCode.OK).json();
    assertThat(shown.path("tenant").path("quotas").has("maxAssets")).isFalse();
    assertThat(shown.path("usage").path("requests").asLong()).isPositive();
  }

  @Test
  void theAuditIsListedCheckedAndExported() {
    assertThat(tarn.run("audit", "verify").expect(ExitCode.OK).out())
        .startsWith("the audit holds: 0 events")
        .contains("the log of main holds: ");
    tarn.run("branch", "create", "checked").expect(ExitCode.OK);
    assertThat(tarn.run("audit", "verify").expect(ExitCode.OK).out())
        .contains("the log of main holds: ", "the log of checked holds: ");
    assertThat(tarn.run("audit", "verify", "--branch", "checked").expect(ExitCode.OK).out())
        .contains("the log of checked holds: ")
        .doesNotContain("the log of main");
    tarn.run("audit", "list", "--decision", "denied").expect(ExitCode.OK);
    tarn.run("audit", "list", "--decision", "perhaps").expect(ExitCode.FAILED);
    assertThat(tarn.run("audit", "export", "--format", "cef").expect(ExitCode.OK).out()).isEmpty();
    tarn.run("audit", "export", "--format", "xml").expect(ExitCode.FAILED);
    tarn.run("audit", "verify", "--installation").expect(ExitCode.OK);
  }
}
