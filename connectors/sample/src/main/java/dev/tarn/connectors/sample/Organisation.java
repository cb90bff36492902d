package dev.tarn.connectors.sample;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who works at the company and the words they use. */
final class Organisation {
  private static final int MEMBERS_PER_TEAM = 8;

  private final Draft draft;
  private final Sheet company;
  private final Set<String> takenNames = new HashSet<>();

  Organisation(Draft draft, Sheet company) {
    this.draft = draft;
    this.company = company;
  }

  void write() {
    roles();
    teams();
    domains();
    workspaces();
    labels();
    glossary();
  }

  private void roles() {
    draft
        .asset("role", "data-steward")
        .with("displayName", "Data steward")
        .with("description", "Answers for meaning and quality of the data of a domain.")
        .add();
    draft
        .asset("role", "domain-lead")
        .with("displayName", "Domain lead")
        .with("description", "Decides for a domain.")
        .add();
  }

  private void teams() {
    for (Sheet.Row team : company.rows("teams")) {
      String qualifiedName = team.cell(0);
      List<String> members = new ArrayList<>();
      for (int i = 0; i < MEMBERS_PER_TEAM; i++) {
        members.add(user(i == 0 ? "Head of " + team.cell(1) : "", team.cell(2)));
      }
      String reference =
          draft
              .asset("team", qualifiedName)
              .with("displayName", team.cell(1))
              .with("description", team.cell(3))
              .attribute("email", qualifiedName + "@" + Draft.HOST)
              .add();
      for (String member : members) {
        draft.relate("member-of", "user:" + member, reference);
      }
      handbook(team, reference);
      String head = members.getFirst();
      draft.vocabulary.lead(team.cell(2), head);
      draft.relate("member-of", "user:" + head, "role:domain-lead");
      draft.relate("member-of", "user:" + members.get(1), "role:data-steward");
    }
  }

  private void handbook(Sheet.Row team, String reference) {
    String document =
        draft
            .asset("document", "larkmoor.handbook." + team.cell(0))
            .with("displayName", "How we work: " + team.cell(1))
            .with("description", "What the team keeps, when it answers and whom it asks.")
            .with("owners", List.of(reference))
            .attribute(
                "content",
                """
                # %s

                %s

                We answer within one working day. What is broken comes before what is new. \
                A change that others will notice is announced two weeks ahead.
                """
                    .formatted(team.cell(1), team.cell(3)))
            .add();
    draft.relate("documents", document, reference);
  }

  private String user(String givenTitle, String department) {
    String first;
    String last;
    String account;
    do {
      first = draft.oneOf(company.rows("first-names").getFirst().cells());
      last = draft.oneOf(company.rows("last-names").getFirst().cells());
      account = (first + "." + last).toLowerCase(Locale.ROOT);
    } while (!takenNames.add(account));
    String title =
        givenTitle.isEmpty() ? draft.oneOf(company.rows("titles").getFirst().cells()) : givenTitle;
    draft
        .asset("user", account)
        .with("name", account)
        .with("displayName", first + " " + last)
        .with("description", title + " at Larkmoor.")
        .attribute("email", account + "@" + Draft.HOST)
        .attribute("title", title)
        .attribute("department", department)
        .attribute("active", true)
        .add();
    return account;
  }

  private void domains() {
    for (Sheet.Row domain : company.rows("domains")) {
      draft
          .asset("domain", domain.cell(0))
          .with("displayName", domain.cell(1))
          .with("description", domain.cell(2))
          .with("owners", List.of("user:" + draft.vocabulary.lead(domain.cell(0))))
          .add();
    }
  }

  private void workspaces() {
    for (Sheet.Row workspace : company.rows("workspaces")) {
      draft
          .asset("workspace", workspace.cell(0))
          .with("displayName", workspace.cell(1))
          .with("description", workspace.cell(2))
          .add();
    }
  }

  private void labels() {
    for (Sheet.Row classification : company.rows("classifications")) {
      draft
          .asset("classification", classification.cell(0))
          .with("displayName", Vocabulary.capital(Vocabulary.words(classification.cell(0))))
          .with("description", classification.cell(2))
          .attribute("sensitivity", classification.cell(1))
          .add();
    }
    for (Sheet.Row classification : company.rows("classifications")) {
      policy(classification.cell(0), classification.cell(1));
    }
    for (Sheet.Row tag : company.rows("tags")) {
      draft
          .asset("tag", tag.cell(0))
          .with("description", tag.cell(2))
          .attribute("color", tag.cell(1))
          .add();
    }
  }

  private void policy(String classification, String sensitivity) {
    String policy =
        draft
            .asset("policy", "larkmoor.read-" + classification)
            .with("displayName", "Reading " + Vocabulary.words(classification))
            .with("description", "Who may read data of this class. Agreed with the works council.")
            .with("owners", List.of("role:data-steward"))
            .attribute("rule", "sensitivity " + sensitivity + ": owners, and whom they let in")
            .add();
    draft.relate("governs", policy, "classification:" + classification);
  }

  private void glossary() {
    draft
        .asset("glossary", "larkmoor")
        .with("displayName", "Words of Larkmoor")
        .with("description", "What our words mean. One word, one meaning, one owner.")
        .add();
    for (Sheet.Row term : company.rows("terms")) {
      draft
          .asset("glossary-term", Vocabulary.termName(term.cell(0)))
          .with("displayName", term.cell(0))
          .with("description", term.cell(3))
          .with("parent", "glossary:larkmoor")
          .with("domain", "domain:" + term.cell(1))
          .with("owners", List.of("user:" + draft.vocabulary.lead(term.cell(1))))
          .attribute("definition", term.cell(3))
          .attribute("termSource", "defined here")
          .add();
    }
  }
}
