package dev.tarn.signin.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.filters.FilterType;
import com.unboundid.scim2.common.utils.FilterEvaluator;
import com.unboundid.scim2.common.utils.JsonUtils;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.type.BuiltInTypes;
import dev.tarn.rest.request.RequestArguments;
import dev.tarn.signin.key.ApiKeys;
import dev.tarn.signin.key.BlockedActors;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Users and groups for an identity provider. The protocol, and not our API, describes it. */
@RestController
@RequestMapping(path = ScimController.ROOT, produces = ScimController.TYPE)
@Hidden
public final class ScimController {
  static final String ROOT = "/scim/v2";
  static final String TYPE = "application/scim+json";

  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(45);
  private static final int DEFAULT_COUNT = 100;

  private final Catalog catalog;
  private final RequestArguments arguments;
  private final BlockedActors blocked;
  private final ApiKeys keys;

  public ScimController(
      Catalog catalog, RequestArguments arguments, BlockedActors blocked, ApiKeys keys) {
    this.catalog = catalog;
    this.arguments = arguments;
    this.blocked = blocked;
    this.keys = keys;
  }

  private ScimDirectory directory(HttpServletRequest request) {
    return new ScimDirectory(catalog, WRITE_TIMEOUT, arguments.scope(request));
  }

  private ObjectNode body(HttpServletRequest request) throws Exception {
    JsonNode body = JsonUtils.getObjectReader().readTree(arguments.body(request));
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw BadRequestException.invalidSyntax("the body is not a JSON object");
  }

  private static String location(HttpServletRequest request, String kind, Asset asset) {
    return request
        .getRequestURL()
        .replace(
            request.getRequestURL().indexOf(ROOT),
            request.getRequestURL().length(),
            ROOT + "/" + kind + "/" + asset.id().value())
        .toString();
  }

  private static ResponseEntity<String> answer(int status, ObjectNode document) {
    return ResponseEntity.status(status)
        .contentType(MediaType.parseMediaType(TYPE))
        .body(document.toString());
  }

  // ---- users ----

  @GetMapping("/Users")
  ResponseEntity<String> users(
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String filter,
      @RequestParam(defaultValue = "1") int startIndex,
      @RequestParam(defaultValue = "" + DEFAULT_COUNT) int count)
      throws Exception {
    ScimDirectory directory = directory(request);
    List<ObjectNode> documents = new ArrayList<>();
    for (Asset user : candidates(directory, BuiltInTypes.USER, "userName", filter)) {
      documents.add(ScimUsers.document(user, location(request, "Users", user)));
    }
    return list(documents, filter, startIndex, count);
  }

  @GetMapping("/Users/{id}")
  ResponseEntity<String> user(HttpServletRequest request, @PathVariable String id)
      throws Exception {
    return user(request, directory(request).get(BuiltInTypes.USER, id), 200);
  }

  private static ResponseEntity<String> user(HttpServletRequest request, Asset user, int status) {
    return answer(status, ScimUsers.document(user, location(request, "Users", user)));
  }

  @PostMapping("/Users")
  ResponseEntity<String> createUser(HttpServletRequest request) throws Exception {
    ScimDirectory directory = directory(request);
    ObjectNode body = body(request);
    Asset user =
        directory.create(BuiltInTypes.USER, ScimUsers.userName(body), ScimUsers.fields(body));
    follow(directory.scope().tenant(), user);
    return user(request, user, 201);
  }

  @PutMapping("/Users/{id}")
  ResponseEntity<String> replaceUser(HttpServletRequest request, @PathVariable String id)
      throws Exception {
    ScimDirectory directory = directory(request);
    return change(request, directory, directory.get(BuiltInTypes.USER, id), body(request));
  }

  @PatchMapping("/Users/{id}")
  ResponseEntity<String> patchUser(HttpServletRequest request, @PathVariable String id)
      throws Exception {
    ScimDirectory directory = directory(request);
    Asset user = directory.get(BuiltInTypes.USER, id);
    ObjectNode before = ScimUsers.document(user, "");
    return change(request, directory, user, ScimPatch.apply(before, body(request)));
  }

  private ResponseEntity<String> change(
      HttpServletRequest request, ScimDirectory directory, Asset before, ObjectNode document)
      throws IOException, ScimException {
    Asset user = directory.change(before, ScimUsers.userName(document), ScimUsers.fields(document));
    TenantId tenant = directory.scope().tenant();
    if (!user.qualifiedName().equals(before.qualifiedName())) {
      end(tenant, ScimUsers.actor(before.qualifiedName()));
    }
    follow(tenant, user);
    return user(request, user, 200);
  }

  @DeleteMapping("/Users/{id}")
  ResponseEntity<String> deleteUser(HttpServletRequest request, @PathVariable String id)
      throws Exception {
    ScimDirectory directory = directory(request);
    Asset user = directory.get(BuiltInTypes.USER, id);
    end(directory.scope().tenant(), ScimUsers.actor(user.qualifiedName()));
    directory.delete(user);
    return ResponseEntity.noContent().build();
  }

  /** Lets a user sign in who is active, and no other. */
  private void follow(TenantId tenant, Asset user) {
    Actor actor = ScimUsers.actor(user.qualifiedName());
    if (ScimUsers.isActive(user)) {
      blocked.unblock(tenant, actor);
    } else {
      end(tenant, actor);
    }
  }

  private void end(TenantId tenant, Actor actor) {
    blocked.block(tenant, actor);
    keys.revokeAllOf(tenant, actor);
  }

  // ---- groups ----

  @GetMapping("/Groups")
  ResponseEntity<String> groups(
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String filter,
      @RequestParam(required = false) @Nullable String excludedAttributes,
      @RequestParam(defaultValue = "1") int startIndex,
      @RequestParam(defaultValue = "" + DEFAULT_COUNT) int count)
      throws Exception {
    ScimDirectory directory = directory(request);
    List<ObjectNode> documents = new ArrayList<>();
    for (Asset team : candidates(directory, BuiltInTypes.TEAM, "displayName", filter)) {
      documents.add(
          ScimGroups.document(
              team,
              "members".equals(excludedAttributes) ? null : directory.members(team.id()),
              location(request, "Groups", team)));
    }
    return list(documents, filter, startIndex, count);
  }

  @GetMapping("/Groups/{id}")
  ResponseEntity<String> group(HttpServletRequest request, @PathVariable String id)
      throws Exception {
    ScimDirectory directory = directory(request);
    return group(request, directory, directory.get(BuiltInTypes.TEAM, id), 200);
  }

  private static ResponseEntity<String> group(
      HttpServletRequest request, ScimDirectory directory, Asset team, int status)
      throws IOException, ScimException {
    return answer(
        status,
        ScimGroups.document(team, directory.members(team.id()), location(request, "Groups", team)));
  }

  @PostMapping("/Groups")
  ResponseEntity<String> createGroup(HttpServletRequest request) throws Exception {
    ScimDirectory directory = directory(request);
    ObjectNode body = body(request);
    Set<String> members = ScimGroups.members(body);
    Asset team =
        directory.create(BuiltInTypes.TEAM, ScimGroups.name(body), ScimGroups.fields(body));
    directory.setMembers(team, members);
    return group(request, directory, team, 201);
  }

  @PutMapping("/Groups/{id}")
  ResponseEntity<String> replaceGroup(HttpServletRequest request, @PathVariable String id)
      throws Exception {
    ScimDirectory directory = directory(request);
    return changeGroup(request, directory, directory.get(BuiltInTypes.TEAM, id), body(request));
  }

  @PatchMapping("/Groups/{id}")
  ResponseEntity<String> patchGroup(HttpServletRequest request, @PathVariable String id)
      throws Exception {
    ScimDirectory directory = directory(request);
    Asset team = directory.get(BuiltInTypes.TEAM, id);
    ObjectNode before = ScimGroups.document(team, directory.members(team.id()), "");
    return changeGroup(request, directory, team, ScimPatch.apply(before, body(request)));
  }

  private static ResponseEntity<String> changeGroup(
      HttpServletRequest request, ScimDirectory directory, Asset before, ObjectNode document)
      throws IOException, ScimException {
    Asset team = directory.change(before, ScimGroups.name(document), ScimGroups.fields(document));
    directory.setMembers(team, ScimGroups.members(document));
    return group(request, directory, team, 200);
  }

  @DeleteMapping("/Groups/{id}")
  ResponseEntity<String> deleteGroup(HttpServletRequest request, @PathVariable String id)
      throws Exception {
    ScimDirectory directory = directory(request);
    directory.delete(directory.get(BuiltInTypes.TEAM, id));
    return ResponseEntity.noContent().build();
  }

  // ---- lists ----

  /** The one of a name is looked up; for other filters all are looked through. */
  private static List<Asset> candidates(
      ScimDirectory directory, String type, String nameAttribute, @Nullable String filter)
      throws IOException, ScimException {
    if (filter != null) {
      Filter parsed = Filter.fromString(filter);
      if (parsed.getFilterType() == FilterType.EQUAL
          && parsed.getAttributePath() != null
          && parsed.getAttributePath().toString().equalsIgnoreCase(nameAttribute)
          && parsed.getComparisonValue() != null) {
        List<Asset> found = directory.named(type, parsed.getComparisonValue().asText());
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return directory.all(type);
  }

  private static ResponseEntity<String> list(
      List<ObjectNode> documents, @Nullable String filter, int startIndex, int count)
      throws ScimException {
    List<ObjectNode> matching = new ArrayList<>();
    Filter parsed = filter == null ? null : Filter.fromString(filter);
    for (ObjectNode document : documents) {
      if (parsed == null || FilterEvaluator.evaluate(parsed, document)) {
        matching.add(document);
      }
    }
    int from = Math.min(Math.max(startIndex, 1) - 1, matching.size());
    int to = Math.min(matching.size(), from + Math.clamp(count, 0, ScimDirectory.MAX_RESOURCES));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
    answer.put("totalResults", matching.size());
    answer.put("startIndex", from + 1);
    answer.put("itemsPerPage", to - from);
    ArrayNode resources = answer.putArray("Resources");
    matching.subList(from, to).forEach(resources::add);
    return answer(200, answer);
  }

  // ---- what there is ----

  @GetMapping({"/ServiceProviderConfig", "/ResourceTypes", "/Schemas"})
  ResponseEntity<String> description(HttpServletRequest request) throws IOException {
    var unused = directory(request);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(TYPE))
        .body(
            ScimDescriptions.of(
                request.getRequestURI().substring(request.getRequestURI().lastIndexOf('/') + 1)));
  }

  // ---- errors ----

  @ExceptionHandler
  ResponseEntity<String> refused(ScimException e) {
    return error(
        e.getScimError().getStatus(), e.getScimError().getScimType(), e.getScimError().getDetail());
  }

  @ExceptionHandler
  ResponseEntity<String> refused(CatalogException e) {
    return error(e.code().httpStatus(), null, e.getMessage());
  }

  private static ResponseEntity<String> error(
      int status, @Nullable String type, @Nullable String detail) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("status", Integer.toString(status));
    if (type != null) {
      members.put("scimType", type);
    }
    if (detail != null) {
      members.put("detail", detail);
    }
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
    members.forEach(error::put);
    return answer(status, error);
  }
}
