package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * Finds the one asset that a person means.
 *
 * <p>Tried in order, each only where the one before finds nothing: the id; {@code
 * type:qualifiedName}; the whole qualified name, of any type; a short name or the end of a
 * qualified name. All but the first two are one search; of several assets that are found in the
 * same way none is chosen.
 */
final class Names {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern TYPED = Pattern.compile("([a-z][a-z0-9-]*):(.+)", Pattern.DOTALL);

  static final int PAGE_ASSETS = 1_000;

  /** Assets that a search gives; whole names come before parts of names. */
  private static final int LOOKED_AT = 200;

  private static final int MAX_CANDIDATES = 20;

  private static final List<BiPredicate<JsonNode, String>> WAYS =
      List.of(
          (asset, name) -> Json.text(asset, "qualifiedName").equals(name),
          (asset, name) -> Json.text(asset, "name").equals(name),
          (asset, name) -> endsWith(Json.text(asset, "qualifiedName"), name));

  private final Api api;

  Names(Api api) {
    this.api = api;
  }

  /**
   * Returns the asset.
   *
   * @throws CommandFailure {@link ExitCode#NOT_FOUND} where none fits, {@link ExitCode#USAGE} with
   *     the candidates where several do
   */
  JsonNode asset(String name) {
    if (ID.matcher(name).matches()) {
      return api.get("/api/v1/assets/" + name, Api.query());
    }
    var typed = TYPED.matcher(name);
    if (typed.matches()) {
      Optional<JsonNode> asset = byName(typed.group(1), typed.group(2));
      if (asset.isPresent()) {
        return asset.get();
      }
    }
    return only(name, named(name));
  }

  /** Returns the id of an asset; an id is taken as it is, so that what is deleted can be named. */
  String id(String name) {
    return ID.matcher(name).matches() ? name : Json.text(asset(name), "id");
  }

  /** Returns the asset of this type and qualified name. */
  Optional<JsonNode> byName(String type, String qualifiedName) {
    try {
      return Optional.of(
          api.get(
              "/api/v1/assets/by-name",
              Api.query().with("type", type).with("qualifiedName", qualifiedName)));
    } catch (CommandFailure e) {
      // An unknown type answers 404 or 422: the text may still be a qualified name with a colon.
      if (e.exitCode() == ExitCode.NOT_FOUND || e.code().equals("unknown-type")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns the assets of the first way that finds any. */
  private List<JsonNode> named(String name) {
    List<JsonNode> found = found(name);
    for (BiPredicate<JsonNode, String> way : WAYS) {
      List<JsonNode> fitting = found.stream().filter(asset -> way.test(asset, name)).toList();
      if (!fitting.isEmpty()) {
        return fitting;
      }
    }
    return List.of();
  }

  /** Returns what may be meant, the best first. */
  private List<JsonNode> found(String name) {
    ObjectNode request = Json.MAPPER.createObjectNode();
    String last = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
    request.put(
        "query",
        "%1$s OR (name:%2$s AND qualifiedName:%1$s)"
            .formatted(quoted(name), quoted(last.isEmpty() ? name : last)));
    request.put("limit", LOOKED_AT);
    try {
      return Json.elements(api.ask(SearchCommand.PATH, request), "hits").stream()
          .map(hit -> hit.path("asset"))
          .toList();
    } catch (CommandFailure e) {
      if (!e.code().equals("search-not-available")) {
        throw e;
      }
      // Of a commit without an index there are lists, by qualified name.
      List<JsonNode> whole =
          Json.elements(
                  api.get(
                      "/api/v1/assets",
                      Api.query().with("namePrefix", name).with("limit", LOOKED_AT)),
                  "items")
              .stream()
              .filter(asset -> Json.text(asset, "qualifiedName").equals(name))
              .toList();
      if (whole.isEmpty()) {
        throw e;
      }
      return whole;
    }
  }

  /** Returns a text as the query language takes it, each character for itself. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** A whole part at the end counts: {@code orders} is not the end of {@code shop.preorders}. */
  private static boolean endsWith(String qualifiedName, String end) {
    int start = qualifiedName.length() - end.length();
    return start > 0
        && qualifiedName.endsWith(end)
        && !Character.isLetterOrDigit(qualifiedName.charAt(start - 1))
        && qualifiedName.charAt(start - 1) != '_';
  }

  private static JsonNode only(String name, List<JsonNode> assets) {
    if (assets.isEmpty()) {
      throw new CommandFailure(ExitCode.NOT_FOUND, "no asset is named '" + name + "'");
    }
    if (assets.size() == 1) {
      return assets.getFirst();
    }
    List<String> candidates = new ArrayList<>();
    assets.stream()
        .map(asset -> "  " + Assets.typedName(asset))
        .sorted()
        .limit(MAX_CANDIDATES)
        .forEach(candidates::add);
    if (assets.size() > MAX_CANDIDATES) {
      candidates.add("  and " + Console.count(assets.size() - MAX_CANDIDATES) + " more");
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "'"
            + name
            + "' fits "
            + Console.count(assets.size())
            + (assets.size() == LOOKED_AT ? " assets or more:" : " assets:"),
        candidates);
  }
}
