package dev.tarn.cloud;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What belongs to folders, such as {@code s3://bucket/tables}, and to all that is below them. Of
 * folders in each other the inner one counts. Immutable.
 */
public final class Folders<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** One store, by the names that its clients have had. */
  private static final Pattern S3 = Pattern.compile("^[sS]3[anAN]?://");

  private static final Pattern LOCAL = Pattern.compile("^([fF][iI][lL][eE]:)?/+");

  private record Entry<T>(String folder, T value) implements Serializable {}

  /** The longest first. */
  private final List<Entry<T>> entries;

  /**
   * @param values by folder
   */
  public Folders(Map<String, T> values) {
    Map<String, T> plain = new HashMap<>();
    values.forEach((folder, value) -> plain.put(plain(folder).replaceAll("/+$", "") + "/", value));
    this.entries =
        plain.entrySet().stream()
            .map(entry -> new Entry<>(entry.getKey(), entry.getValue()))
            .sorted(Comparator.<Entry<T>>comparingInt(entry -> entry.folder().length()).reversed())
            .toList();
  }

  /** Returns what a location belongs to; empty if it is in none of the folders. */
  public Optional<T> of(String location) {
    String plain = plain(location) + "/";
    return entries.stream()
        .filter(entry -> plain.startsWith(entry.folder()))
        .findFirst()
        .map(Entry::value);
  }

  /** A place has one path, and several ways to write it. */
  private static String plain(String location) {
    return S3.matcher(LOCAL.matcher(location).replaceFirst("file:///")).replaceFirst("s3://");
  }
}
