package dev.tarn.core.privacy;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Actor;
import java.util.List;

/**
 * Who is looked for.
 *
 * @param person an actor such as {@code user:alice}, a user's qualified name, or the id of a user's
 *     asset
 * @param also other words that name them, such as {@code Alice Smith}
 */
public record PersonQuery(String person, List<String> also) {
  private static final int MAX_WORDS = 50;
  private static final int MAX_WORD_CHARS = 1_000;

  public PersonQuery {
    also = also.stream().map(String::strip).toList();
    person = person.strip();
    boolean isBad =
        person.isEmpty()
            || person.length() > Actor.MAX_NAME_CHARS
            || also.size() > MAX_WORDS
            || also.stream().anyMatch(word -> word.isEmpty() || word.length() > MAX_WORD_CHARS);
    if (isBad) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE,
          "person",
          "a person is an actor such as user:ada, or the id of a user, with at most "
              + MAX_WORDS
              + " other words");
    }
  }

  /** Returns whether {@link #person} is an id. */
  public boolean isById() {
    return AssetId.isId(person);
  }

  @Override
  public String toString() {
    return "PersonQuery[…]";
  }
}
