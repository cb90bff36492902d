package dev.tarn.governance.policy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.BuiltInTypes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What decides over permissions of one branch at one commit. */
final class PolicyState {
  private static final String DOMAIN = "domain";
  private static final String STEWARD = "steward";
  private static final Set<String> TYPES =
      Set.of(BuiltInTypes.POLICY, BuiltInTypes.ROLE, BuiltInTypes.USER, BuiltInTypes.TEAM, DOMAIN);

  /** Types of whose assets conditions name some. */
  private static final List<String> NAMED =
      List.of(
          "workspace", DOMAIN, "user", "team", "role", "tag", "classification", "glossary-term");

  private final Map<String, List<PolicyRule>> rulesBySubject = new HashMap<>();
  private final Map<String, Set<String>> memberships = new HashMap<>();
  private final Map<String, Set<String>> stewards = new HashMap<>();
  private final Map<String, AssetId> movedNames = new HashMap<>();

  private PolicyState() {}

  /** Returns whether a change may change permissions. */
  static boolean isConcernedBy(LogEntry entry) {
    return switch (entry.after()) {
      case Asset asset -> TYPES.contains(asset.type()) || isMoved(entry, asset);
      case Relationship edge -> edge.type().equals(BuiltInTypes.MEMBER_OF);
      default -> false;
    };
  }

  /** An asset that a condition may name has another name now. */
  private static boolean isMoved(LogEntry entry, Asset asset) {
    return NAMED.contains(asset.type())
        && (!asset.id().equals(AssetId.derive(asset.type(), asset.qualifiedName()))
            || entry.changedFields().contains("qualifiedName"));
  }

  /** Reads it. */
  static PolicyState read(StateSnapshot snapshot) throws IOException {
    PolicyState state = new PolicyState();
    forEach(snapshot, BuiltInTypes.POLICY, state::addRule);
    forEach(snapshot, DOMAIN, state::addStewards);
    for (String type : NAMED) {
      forEach(snapshot, type, state::addName);
    }
    state.addMemberships(snapshot);
    return state;
  }

  private static void forEach(StateSnapshot snapshot, String type, Consumer<Asset> consumer)
      throws IOException {
    String cursor = null;
    do {
      Page<Asset> page = snapshot.list(AssetQuery.ofType(type, cursor, AssetQuery.MAX_LIMIT));
      page.items().forEach(consumer);
      cursor = page.next();
    } while (cursor != null);
  }

  private void addRule(Asset asset) {
    PolicyRule rule = PolicyRule.of(asset);
    if (rule != null) {
      for (String subject : rule.subjects()) {
        rulesBySubject.computeIfAbsent(subject, any -> new ArrayList<>()).add(rule);
      }
    }
  }

  private void addStewards(Asset domain) {
    for (Owner owner : domain.owners()) {
      if (owner.kind().equals(STEWARD)) {
        stewards
            .computeIfAbsent(owner.id().value(), any -> new HashSet<>())
            .add(domain.id().value());
      }
    }
  }

  private void addName(Asset asset) {
    if (!asset.id().equals(AssetId.derive(asset.type(), asset.qualifiedName()))) {
      movedNames.put(subject(asset), asset.id());
    }
  }

  private void addMemberships(StateSnapshot snapshot) throws IOException {
    String cursor = null;
    do {
      Page<Relationship> page =
          snapshot.list(
              new RelationshipQuery(
                  BuiltInTypes.MEMBER_OF, null, null, null, cursor, AssetQuery.MAX_LIMIT));
      Set<AssetId> ends = new HashSet<>();
      page.items().forEach(edge -> ends.addAll(List.of(edge.sourceId(), edge.targetId())));
      Map<AssetId, Asset> assets = snapshot.assets(ends);
      for (Relationship edge : page.items()) {
        Asset member = assets.get(edge.sourceId());
        Asset group = assets.get(edge.targetId());
        if (member != null && group != null && !member.isDeleted() && !group.isDeleted()) {
          memberships
              .computeIfAbsent(subject(member), any -> new LinkedHashSet<>())
              .add(subject(group));
        }
      }
      cursor = page.next();
    } while (cursor != null);
  }

  /** A service account is a user whose qualified name says so. */
  private static String subject(Asset asset) {
    boolean saysItself =
        asset.type().equals(BuiltInTypes.USER) && asset.qualifiedName().startsWith("service:");
    return saysItself ? asset.qualifiedName() : asset.type() + ":" + asset.qualifiedName();
  }

  /** Returns the names that policies know someone by: their own, their teams', their roles'. */
  Set<String> subjects(Principal principal) {
    Set<String> subjects = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(principal.actor().name());
    principal.roles().forEach(role -> open.add("role:" + role));
    principal.teams().forEach(team -> open.add("team:" + team));
    while (!open.isEmpty()) {
      String subject = open.poll();
      if (subjects.add(subject)) {
        open.addAll(memberships.getOrDefault(subject, Set.of()));
      }
    }
    subjects.add(PolicyRule.ANY);
    return subjects;
  }

  /** Returns the ids of the domains that someone with these names answers for. */
  Set<String> stewardOf(Set<String> subjects) {
    Set<String> domains = new HashSet<>();
    for (String subject : subjects) {
      int colon = subject.indexOf(':');
      if (colon > 0) {
        String type = subject.startsWith("service:") ? "user" : subject.substring(0, colon);
        String name = subject.startsWith("service:") ? subject : subject.substring(colon + 1);
        AssetId id = id(type, name).orElseGet(() -> AssetId.derive(type, name));
        domains.addAll(stewards.getOrDefault(id.value(), Set.of()));
      }
    }
    return domains;
  }

  /** Returns the rules that concern someone with these names, each once. */
  Set<PolicyRule> rules(Set<String> subjects) {
    Set<PolicyRule> rules = new LinkedHashSet<>();
    for (String subject : subjects) {
      rules.addAll(rulesBySubject.getOrDefault(subject, List.of()));
    }
    return rules;
  }

  /** Returns the id of an asset whose name is not the one that its id was made of. */
  Optional<AssetId> id(String type, String qualifiedName) {
    return Optional.ofNullable(movedNames.get(type + ":" + qualifiedName));
  }

  /** Returns everybody of whom memberships or policies say something. */
  Set<String> people() {
    Set<String> people = new LinkedHashSet<>();
    for (String subject : memberships.keySet()) {
      if (isPerson(subject)) {
        people.add(subject);
      }
    }
    for (String subject : rulesBySubject.keySet()) {
      if (isPerson(subject)) {
        people.add(subject);
      }
    }
    return people;
  }

  private static boolean isPerson(String subject) {
    return subject.startsWith("user:") || subject.startsWith("service:");
  }
}
