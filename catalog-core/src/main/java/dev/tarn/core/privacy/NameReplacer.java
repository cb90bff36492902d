package dev.tarn.core.privacy;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.type.BuiltInTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what says who a person is. Thread safe.
 *
 * <p>In text, a word counts where it stands alone: before and after it is no letter, digit or
 * underscore. Case does not matter. An actor keeps its kind: {@code user:alice} becomes {@code
 * user:} and the pseudonym. A user's id becomes the id of the user of that name.
 */
public final class NameReplacer {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private final PersonNames names;
  private final String pseudonym;
  private final Map<String, String> replacements = new HashMap<>();
  private final Pattern alone;
  private final Pattern anywhere;

  /**
   * @param ids of relationships with the person, and what they become
   */
  public NameReplacer(PersonNames names, String pseudonym, Map<String, String> ids) {
    this.names = names;
    this.pseudonym = pseudonym;
    names.words().forEach(word -> replacements.put(lower(word), pseudonym));
    for (String actor : names.actors()) {
      String kind = actor.substring(0, actor.indexOf(':') + 1);
      replacements.put(lower(actor), kind + pseudonym);
    }
    names.assets().stream()
        .sorted()
        .forEach(id -> replacements.put(id.value(), newId(names, id, pseudonym).value()));
    replacements.putAll(ids);
    List<String> words = new ArrayList<>(replacements.keySet());
    words.sort(Comparator.comparingInt(String::length).reversed().thenComparing(word -> word));
    String any = String.join("|", words.stream().map(Pattern::quote).toList());
    this.alone = Pattern.compile("(?<![\\p{L}\\p{N}_])(?:" + any + ")(?![\\p{L}\\p{N}_])", FLAGS);
    this.anywhere = Pattern.compile("(?:" + any + ")", FLAGS);
  }

  /** The first of a person's assets has the id that the pseudonym alone gives. */
  private static AssetId newId(PersonNames names, AssetId id, String pseudonym) {
    int before = (int) names.assets().stream().filter(other -> other.compareTo(id) < 0).count();
    return AssetId.derive(BuiltInTypes.USER, pseudonym, before);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Returns the ids that the person's assets get. */
  public Set<AssetId> newAssets() {
    Set<AssetId> ids = new TreeSet<>();
    names.assets().forEach(id -> ids.add(newId(names, id, pseudonym)));
    return ids;
  }

  public PersonNames names() {
    return names;
  }

  public String pseudonym() {
    return pseudonym;
  }

  /** Returns whether the text may have anything that is replaced; cheap. */
  public boolean mayBeIn(String text) {
    return anywhere.matcher(text).find();
  }

  /** Returns whether a text mentions the person. */
  public boolean isIn(String text) {
    return alone.matcher(text).find();
  }

  /** Returns where in a text the person is mentioned first; null if nowhere. */
  public @Nullable Integer find(String text) {
    Matcher matcher = alone.matcher(text);
    return matcher.find() ? matcher.start() : null;
  }

  /** Returns free text without what names the person; the same object if nothing does. */
  public String text(String text) {
    if (!mayBeIn(text)) {
      return text;
    }
    Matcher matcher = alone.matcher(text);
    String replaced = matcher.replaceAll(found -> Matcher.quoteReplacement(of(found.group())));
    return replaced.equals(text) ? text : replaced;
  }

  private String of(String found) {
    String replacement = replacements.get(lower(found));
    return replacement == null ? pseudonym : replacement;
  }

  /** Returns a name or id; another one only if all of it names the person. */
  public String value(String value) {
    String replacement = replacements.get(lower(value));
    return replacement == null ? value : replacement;
  }

  @Override
  public String toString() {
    return "NameReplacer[…]";
  }
}
