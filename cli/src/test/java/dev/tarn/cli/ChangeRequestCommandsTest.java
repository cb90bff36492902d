package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code tarn change-request}, by the one person whom the server knows: so nothing is approved
 * here.
 */
class ChangeRequestCommandsTest extends CommandContract {
  @BeforeEach
  void aDraft() {
    put("table:a.orders");
    ok("branch", "create", "draft");
    await(
        tarn.run("put", "table:a.orders", "description=All", "--branch", "draft", "--json"),
        "--branch",
        "draft");
  }

  private String ok(String... command) {
    return tarn.run(command).expect(ExitCode.OK).out();
  }

  private String propose() {
    return ok(
        "change-request",
        "create",
        "draft",
        "-t",
        "Say what orders are",
        "--reviewers",
        "user:alice,user:bob");
  }

  @Test
  void proposesCommentsAndCloses() {
    assertThat(propose())
        .startsWith("draft-1  Say what orders are\n")
        .containsPattern("state +open\n")
        .containsPattern("merges +draft into main\n")
        .containsPattern("reviewers +user:alice, user:bob\n")
        .containsPattern("approvals +0\n");
    assertThat(tarn.run("change-request", "create", "draft", "-t", "Again").err())
        .contains("change-request-exists");
    assertThat(ok("change-request", "comment", "draft-1", "Is that all?"))
        .contains("user:admin: comment  Is that all?");
    assertThat(ok("change-request", "review", "draft-1", "--request-changes", "-m", "No"))
        .containsPattern("wants changes +user:admin")
        .contains("user:admin: request-changes  No");
    tarn.run("change-request", "review", "draft-1", "--approve").expect(ExitCode.DENIED);
    tarn.run("change-request", "review", "draft-1").expect(ExitCode.USAGE);
    assertThat(ok("change-request", "list"))
        .containsPattern("draft-1 +changes-requested +user:admin .*Say what orders are");
    ok("change-request", "close", "draft-1");
    assertThat(ok("change-request", "list")).isEmpty();
    assertThat(ok("change-request", "list", "--state", "all")).contains("closed");
    assertThat(tarn.run("change-request", "list", "--state", "closed", "--json").jsonLines())
        .hasSize(1);
    tarn.run("change-request", "show", "draft-2").expect(ExitCode.NOT_FOUND);
  }

  @Test
  void checksAndMerges() {
    propose();
    assertThat(tarn.run("change-request", "check", "draft-1").expect(ExitCode.PARTIAL).out())
        .contains(
            "failed  owner-set: 1\n  table:a.orders: nobody owns it, nor what contains it\n",
            "passed  no-dangling-relationship\n");
    ok("change-request", "check", "draft-1", "--only", "required-attributes");
    ok("branch", "protect", "main", "--checks", "owner-set");
    assertThat(tarn.run("change-request", "merge", "draft-1").expect(ExitCode.CONFLICT).err())
        .contains("checks-failed");
    ok("branch", "protect", "main", "--checks", "");
    ok("branch", "protect", "main", "--approvals", "1");
    assertThat(tarn.run("change-request", "merge", "draft-1").expect(ExitCode.CONFLICT).err())
        .contains("approval-required", "0 of 1");
    ok("branch", "protect", "main", "--approvals", "0");
    assertThat(ok("change-request", "merge", "draft-1", "--dry-run"))
        .contains("nothing is in the way");
    String merged = ok("change-request", "merge", "draft-1");
    assertThat(merged).startsWith("merged draft-1 into main at ");
    String commit = merged.lines().findFirst().orElseThrow().replaceAll(".* ", "");
    assertThat(ok("change-request", "show", "draft-1", "--min-commit", commit))
        .containsPattern("state +merged");
    assertThat(
            tarn.run("show", "table:a.orders", "--json", "--min-commit", commit)
                .json()
                .path("description")
                .asText())
        .isEqualTo("All");
  }
}
