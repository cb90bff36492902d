package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one asset that a person means.
 *
 * <p>Tried in order, each only where the one before finds nothing: the id; {@code
 * type:qualifiedName}; the whole qualified name, of any type; a short name or the end of a
 * qualified name. The last reads the list, up to {@link #MAX_PAGES} pages of it.
 */
final class Names {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern TYPED = Pattern.compile("([a-z][a-z0-9-]*):(.+)", Pattern.DOTALL);

  static final int PAGE_ASSETS = 1_000;
  static final int MAX_PAGES = 50;
  private static final int MAX_CANDIDATES = 20;

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
    List<JsonNode> exact =
        page(Api.query().with("namePrefix", name).with("limit", PAGE_ASSETS)).stream()
            .filter(asset -> Json.text(asset, "qualifiedName").equals(name))
            .toList();
    if (!exact.isEmpty()) {
      return only(name, exact);
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

  private List<JsonNode> named(String name) {
    List<JsonNode> byShortName = new ArrayList<>();
    List<JsonNode> byEnd = new ArrayList<>();
    @Nullable String cursor = null;
    for (int page = 0; page < MAX_PAGES; page++) {
      JsonNode answer =
          api.get("/api/v1/assets", Api.query().with("limit", PAGE_ASSETS).with("cursor", cursor));
      for (JsonNode asset : Json.elements(answer, "items")) {
        if (Json.text(asset, "name").equals(name)) {
          byShortName.add(asset);
        } else if (endsWith(Json.text(asset, "qualifiedName"), name)) {
          byEnd.add(asset);
        }
      }
      cursor = Json.text(answer, "next");
      if (cursor.isEmpty()) {
        return byShortName.isEmpty() ? byEnd : byShortName;
      }
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "the catalog is too large to look through for '"
            + name
            + "'; give the id, type:qualifiedName or the whole qualified name");
  }

  /** A whole part at the end counts: {@code orders} is not the end of {@code shop.preorders}. */
  private static boolean endsWith(String qualifiedName, String end) {
    int start = qualifiedName.length() - end.length();
    return start > 0
        && qualifiedName.endsWith(end)
        && !Character.isLetterOrDigit(qualifiedName.charAt(start - 1))
        && qualifiedName.charAt(start - 1) != '_';
  }

  private List<JsonNode> page(Api.Query query) {
    return Json.elements(api.get("/api/v1/assets", query), "items");
  }

  private static JsonNode only(String name, List<JsonNode> assets) {
    if (assets.isEmpty()) {
      throw new CommandFailure(ExitCode.NOT_FOUND, "no asset is named '" + name + "'");
    }
    if (assets.size() == 1) {
      return assets.getFirst();
    }
    List<String> candidates = new ArrayList<>();
    for (JsonNode asset : assets.subList(0, Math.min(assets.size(), MAX_CANDIDATES))) {
      candidates.add("  " + Assets.typedName(asset));
    }
    if (assets.size() > MAX_CANDIDATES) {
      candidates.add("  and " + Console.count(assets.size() - MAX_CANDIDATES) + " more");
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "'" + name + "' fits " + Console.count(assets.size()) + " assets:",
        candidates);
  }
}
