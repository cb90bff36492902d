package dev.tarn.connectors.datahub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.datahub.Entities.Entity;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Aspects of users, groups and roles. */
final class PeopleAspects implements AspectGroup {
  private static final String MEMBER_OF = "member-of";

  private final RecordScope scope;
  private final Entities entities;

  PeopleAspects(RecordScope scope, Entities entities) {
    this.scope = scope;
    this.entities = entities;
  }

  @Override
  public boolean map(Entity entity, String name, JsonNode aspect) {
    Draft draft = entity.draft();
    switch (name) {
      case "corpUserInfo" -> {
        String display = Json.text(aspect, "displayName");
        draft
            .displayName(display == null ? Json.text(aspect, "fullName") : display)
            .attribute("email", Json.text(aspect, "email"))
            .attribute("title", Json.text(aspect, "title"))
            .attribute("department", Json.text(aspect, "departmentName"))
            .attribute("active", Json.flag(aspect.path("active")))
            .properties(Json.map(aspect.path("customProperties")));
        properties(draft, aspect, List.of("firstName", "lastName", "fullName", "countryCode"));
        reference(draft, "manager", Json.text(aspect, "managerUrn"));
      }
      case "corpUserEditableInfo" -> {
        draft
            .displayName(Json.text(aspect, "displayName"))
            .description(Json.text(aspect, "aboutMe"))
            .attribute("title", Json.text(aspect, "title"))
            .attribute("email", Json.text(aspect, "email"))
            .link("picture", Json.text(aspect, "pictureLink"));
        properties(draft, aspect, List.of("slack", "phone", "persona"));
      }
      case "corpUserStatus" -> {
        String status = Json.text(aspect, "status");
        draft.attribute("active", status == null ? null : "ACTIVE".equals(status));
      }
      case "groupMembership" -> memberOf(entity.ref(), aspect.path("groups"));
      case "nativeGroupMembership" -> memberOf(entity.ref(), aspect.path("nativeGroups"));
      case "roleMembership" -> memberOf(entity.ref(), aspect.path("roles"));
      case "corpGroupInfo" -> {
        ConsumerAspects.described(draft, aspect, null);
        draft
            .displayName(Json.text(aspect, "displayName"))
            .attribute("email", Json.text(aspect, "email"))
            .property("slack", Json.text(aspect, "slack"));
        group(entity, aspect);
      }
      case "corpGroupEditableInfo" -> {
        draft
            .description(Json.text(aspect, "description"))
            .attribute("email", Json.text(aspect, "email"))
            .link("picture", Json.text(aspect, "pictureLink"))
            .property("slack", Json.text(aspect, "slack"));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void properties(Draft draft, JsonNode aspect, List<String> names) {
    names.forEach(name -> draft.property(name, Json.text(aspect, name)));
  }

  private void reference(Draft draft, String property, @Nullable String urn) {
    if (urn != null) {
      Ref ref = entities.ref(urn);
      draft.property(property, ref == null ? null : ref.qualifiedName());
    }
  }

  private void memberOf(Ref member, JsonNode groups) {
    for (JsonNode group : groups) {
      Ref ref = entities.ref(Json.text(group));
      if (ref != null && !ref.equals(member)) {
        scope.fold().edge(MEMBER_OF, member, ref);
      }
    }
  }

  private void group(Entity entity, JsonNode aspect) {
    for (JsonNode member : aspect.path("members")) {
      Ref ref = entities.ref(Json.text(member));
      if (ref != null) {
        scope.fold().edge(MEMBER_OF, ref, entity.ref());
      }
    }
    for (JsonNode group : aspect.path("groups")) {
      Ref ref = entities.ref(Json.text(group));
      if (ref != null && !ref.equals(entity.ref())) {
        scope.fold().edge(MEMBER_OF, ref, entity.ref());
      }
    }
    for (JsonNode admin : aspect.path("admins")) {
      Ref ref = entities.ref(Json.text(admin));
      if (ref != null && ref.type().equals("user")) {
        entity.draft().owner(ref, "admin");
      }
    }
  }
}
