package dev.tarn.core.privacy;

import dev.tarn.core.asset.AssetId;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What says who a person is.
 *
 * @param actors names they act under, such as {@code user:alice}
 * @param words that stand for them in text: qualified names, addresses, names for people; compared
 *     without regard to case
 * @param assets the users' assets that are theirs
 */
public record PersonNames(Set<String> actors, Set<String> words, Set<AssetId> assets) {
  /** Words that are shorter name too much else. */
  public static final int MIN_WORD_CHARS = 3;

  private static final String USER = "user:";

  public PersonNames {
    actors = Set.copyOf(actors);
    words = Set.copyOf(words);
    assets = Set.copyOf(assets);
  }

  /** Returns what the question itself says. */
  public static PersonNames of(PersonQuery query) {
    Set<String> actors = new TreeSet<>();
    Set<String> words = new TreeSet<>(query.also());
    Set<AssetId> assets = new TreeSet<>();
    if (query.isById()) {
      assets.add(new AssetId(query.person()));
    } else {
      addName(query.person(), actors, words);
    }
    return new PersonNames(actors, words, assets);
  }

  private static void addName(String name, Set<String> actors, Set<String> words) {
    boolean isUser = name.toLowerCase(Locale.ROOT).startsWith(USER);
    String bare = isUser ? name.substring(USER.length()) : name;
    if (!isUser && name.indexOf(':') > 0) {
      actors.add(name);
      return;
    }
    actors.add(USER + bare);
    words.add(bare);
  }

  /** Returns the same with a user's asset that is theirs, and a name that it has or had. */
  public PersonNames with(AssetId asset, String qualifiedName) {
    Set<String> moreActors = new TreeSet<>(actors);
    Set<String> moreWords = new TreeSet<>(words);
    Set<AssetId> moreAssets = new TreeSet<>(assets);
    moreAssets.add(asset);
    addName(qualifiedName, moreActors, moreWords);
    return new PersonNames(moreActors, moreWords, moreAssets);
  }

  /** Returns the same with a word more. */
  public PersonNames with(String word) {
    if (word.isBlank() || words.contains(word)) {
      return this;
    }
    Set<String> more = new TreeSet<>(words);
    more.add(word);
    return new PersonNames(actors, more, assets);
  }

  /** Returns what either names the person by. */
  public PersonNames and(PersonNames other) {
    Set<String> moreActors = new TreeSet<>(actors);
    Set<String> moreWords = new TreeSet<>(words);
    Set<AssetId> moreAssets = new TreeSet<>(assets);
    moreActors.addAll(other.actors);
    moreWords.addAll(other.words);
    moreAssets.addAll(other.assets);
    return new PersonNames(moreActors, moreWords, moreAssets);
  }

  /** Returns whether both have an actor or an asset in common. */
  public boolean isSamePerson(PersonNames other) {
    return other.actors.stream().anyMatch(actors::contains)
        || other.assets.stream().anyMatch(assets::contains);
  }

  /** Returns whether this is the qualified name of a user who is the person. */
  public boolean isUserNamed(String qualifiedName) {
    return actors.stream().anyMatch(actor -> actor.equalsIgnoreCase(USER + qualifiedName));
  }

  /** Returns the words that are so short that they name much else. */
  public Set<String> shortWords() {
    Set<String> found = new TreeSet<>();
    words.stream().filter(word -> word.length() < MIN_WORD_CHARS).forEach(found::add);
    return found;
  }

  @Override
  public String toString() {
    return "PersonNames[…]";
  }
}
