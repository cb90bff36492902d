package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code tarn branch} and {@code tarn tag}, by someone with a home folder. */
class BranchCommandsTest extends CommandContract {
  private static final AtomicInteger TENANTS = new AtomicInteger();

  private CommandLineRun atHome;

  @BeforeEach
  void home() {
    String tenant = "home-" + TENANTS.incrementAndGet();
    Map<String, String> environment =
        Map.of("TARN_SERVER", server.url(), "TARN_TENANT", tenant, "HOME", folder.toString());
    atHome = new CommandLineRun(environment);
    atHome.run("tenant", "create", tenant).expect(ExitCode.OK);
  }

  private String ok(String... command) {
    return atHome.run(command).expect(ExitCode.OK).out();
  }

  @Test
  void aBranchIsMadeSwitchedToRenamedAndDeleted() {
    assertThat(ok("branch", "create", "dev", "--purpose", "to try", "--ttl", "7d"))
        .startsWith("created branch dev at 0-");
    assertThat(ok("branch", "list"))
        .containsPattern("dev +main +0-[0-9a-f]+ +user:admin +no +2[0-9T:.-]+Z +to try")
        .containsPattern("main +main +0-[0-9a-f]+ +system:tarn +yes");
    ok("branch", "switch", "dev");
    assertThat(ok("status")).containsPattern("branch +dev");
    assertThat(ok("status", "--branch", "main")).containsPattern("branch +main");
    ok("put", "table:a.b");
    ok("branch", "rename", "dev", "next");
    assertThat(ok("status")).containsPattern("branch +next").containsPattern("table +1");
    ok("branch", "protect", "next");
    assertThat(atHome.run("branch", "delete", "next").expect(ExitCode.CONFLICT).err())
        .contains("reference-protected");
    ok("branch", "protect", "next", "--approvals", "2", "--checks", "owner-set");
    ok("branch", "protect", "next", "--require-change-request");
    assertThat(atHome.run("put", "table:a.c").expect(ExitCode.DENIED).err())
        .contains("branch-protected");
    ok("branch", "protect", "next", "--no-require-change-request");
    ok("put", "table:a.c");
    ok("branch", "unprotect", "next");
    ok("tag", "create", "on-it");
    assertThat(atHome.run("branch", "delete", "next").expect(ExitCode.CONFLICT).err())
        .contains("on-it");
    ok("branch", "delete", "next", "--with-tags");
    assertThat(ok("tag", "list")).doesNotContain("on-it");
    assertThat(ok("status")).containsPattern("branch +main");
    atHome.run("branch", "switch", "next").expect(ExitCode.NOT_FOUND);
    assertThat(ok("branch", "list")).doesNotContain("next");
  }

  @Test
  void aBranchBeginsAtABranchACommitATagOrATime() throws Exception {
    String first =
        atHome
            .run("put", "table:a.first", "--json")
            .expect(ExitCode.OK)
            .json()
            .path("commit")
            .asText();
    ok("tag", "create", "one", "--purpose", "the first");
    String second =
        atHome
            .run("put", "table:a.second", "--json")
            .expect(ExitCode.OK)
            .json()
            .path("commit")
            .asText();
    ok("branch", "create", "of-branch", "--from", "main");
    ok("branch", "create", "of-commit", "--at", first);
    ok("branch", "create", "of-tag", "--at", "one");
    ok("branch", "create", "of-time", "--at", "2020-01-01T00:00:00Z");
    assertThat(start("of-branch")).isEqualTo(second);
    assertThat(start("of-commit")).isEqualTo(first);
    assertThat(start("of-tag")).isEqualTo(first);
    assertThat(start("of-time")).startsWith("0-");
    assertThat(ok("tag", "list")).containsPattern("one +main +" + first + " .*the first");
    ok("tag", "delete", "one");
    assertThat(ok("tag", "list")).isEmpty();
    atHome.run("tag", "delete", "of-tag").expect(ExitCode.NOT_FOUND);
    atHome.run("branch", "create", "x", "--ttl", "soon").expect(ExitCode.USAGE);
  }

  @Test
  void aBranchIsMergedAfterItsConflictIsResolvedAndTakenBack() {
    ok("put", "table:a.t", "description=base");
    ok("branch", "create", "dev");
    ok("put", "table:a.t", "description=theirs", "--branch", "dev");
    ok("put", "table:a.u", "--branch", "dev");
    assertThat(ok("branch", "merge", "dev", "--dry-run"))
        .contains("nothing is in the way")
        .containsPattern("asset +table +create +1")
        .containsPattern("asset +table +update +1");
    ok("put", "table:a.t", "description=ours");
    CommandLineRun.Ended refused = atHome.run("branch", "merge", "dev").expect(ExitCode.CONFLICT);
    assertThat(refused.out())
        .contains("1 conflicts; nothing was changed")
        .containsPattern("asset:[0-9a-f]+#description +table:a.t +description +base +ours +theirs")
        .contains("--choose");
    String conflict =
        atHome
            .run("branch", "merge", "dev", "--json")
            .json()
            .path("conflicts")
            .path(0)
            .path("id")
            .asText();
    String done =
        ok("branch", "merge", "dev", "--choose", conflict + "=theirs", "--reason", "it is right");
    assertThat(done).startsWith("merged dev into main at ");
    String commit = commit(done);
    assertThat(ok("show", "table:a.t", "--min-commit", commit)).contains("theirs");
    assertThat(ok("branch", "merge", "dev")).contains("there is nothing to do");
    String back = ok("branch", "revert", commit);
    assertThat(back).startsWith("took back " + commit + " at ");
    assertThat(ok("show", "table:a.t", "--min-commit", commit(back))).contains("ours");
    atHome.run("show", "table:a.u").expect(ExitCode.NOT_FOUND);
    assertThat(
            atHome
                .run("branch", "merge", "dev", "--choose", "x=maybe")
                .expect(ExitCode.FAILED)
                .err())
        .contains("ours, theirs");
    atHome.run("branch", "merge", "nowhere").expect(ExitCode.NOT_FOUND);
  }

  private static String commit(String done) {
    return done.lines().findFirst().orElseThrow().replaceFirst(".* at ", "");
  }

  private String start(String branch) {
    for (var item : atHome.run("branch", "list", "--json").json().path("items")) {
      if (item.path("name").asText().equals(branch)) {
        return item.path("commit").asText();
      }
    }
    throw new AssertionError("no branch " + branch);
  }
}
