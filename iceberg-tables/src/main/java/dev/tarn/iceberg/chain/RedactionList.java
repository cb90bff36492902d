package dev.tarn.iceberg.chain;

import dev.tarn.core.audit.ListedRedaction;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups that were redacted, in files {@code <number>.jsonl} of the tenant's folder {@code
 * redactions}: one group a line, with its id, the hash before it, its hash, and the digest of what
 * its rows are now. A file is written once, and never changed.
 *
 * <p>To redact is, in this order: to write the list, to {@link
 * dev.tarn.core.audit.AuditTrail#record record} an event that names it ({@link ListedRedaction}),
 * and to make the rewritten files part of the tables. After a crash in between, the list is of
 * groups that are still what was written, which harms nothing.
 */
public final class RedactionList {
  /** Nothing was redacted. */
  public static final RedactionList NONE = new RedactionList(Set.of());

  private static final Logger LOG = LoggerFactory.getLogger(RedactionList.class);
  private static final String SUFFIX = ".jsonl";
  private static final String GROUP = "groupId";
  private static final String BEFORE = "before";
  private static final String HASH = "hash";
  private static final String DIGEST = "digest";

  private final Set<RedactedGroup> groups;

  private RedactionList(Set<RedactedGroup> groups) {
    this.groups = groups;
  }

  /** Returns whether a list has the group just as it is. */
  public boolean has(RedactedGroup group) {
    return groups.contains(group);
  }

  /**
   * Writes a list; it is synced when this returns.
   *
   * @param folder the tenant's, as {@link dev.tarn.iceberg.io.WarehouseLayout#redactions} says
   * @return what an event has to name
   */
  public static ListedRedaction write(Path folder, Collection<RedactedGroup> groups)
      throws IOException {
    byte[] lines =
        groups.stream()
            .map(
                group ->
                    ValueJson.write(
                            Map.of(
                                GROUP, group.groupId(),
                                BEFORE, group.before(),
                                HASH, group.hash(),
                                DIGEST, group.digest()))
                        + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);
    FileSync.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, "list.", ".tmp");
    try {
      Files.write(temporary, lines);
      FileSync.file(temporary);
      String name = publish(folder, temporary);
      FileSync.directory(folder);
      return new ListedRedaction(name, GroupHash.sha256(lines));
    } finally {
      Files.delete(temporary);
    }
  }

  /**
   * Gives a clone the lists of its source; they are synced when this returns.
   *
   * @param from the source's folder; need not be there
   * @param to the clone's, which has none
   */
  public static void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    FileSync.createDirectories(to);
    for (Path file : files(from)) {
      Path copy = to.resolve(file.getFileName());
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      FileSync.file(copy);
    }
    FileSync.directory(to);
  }

  /** Takes the first number that is free: a name is of one list for ever. */
  private static String publish(Path folder, Path temporary) throws IOException {
    int number = files(folder).size();
    while (true) {
      number++;
      String name = number + SUFFIX;
      try {
        Files.createLink(folder.resolve(name), temporary);
        return name;
      } catch (FileAlreadyExistsException e) {
        LOG.atDebug().setMessage("Another list has the number").addKeyValue("name", name).log();
      }
    }
  }

  /**
   * Reads the lists that are believed.
   *
   * @param folder the tenant's; need not be there
   * @param believed the SHA-256 of each list that an event names
   */
  public static RedactionList read(Path folder, Set<String> believed) throws IOException {
    if (believed.isEmpty() || !Files.isDirectory(folder)) {
      return NONE;
    }
    Set<RedactedGroup> groups = new HashSet<>();
    for (Path file : files(folder)) {
      byte[] lines = Files.readAllBytes(file);
      if (believed.contains(GroupHash.sha256(lines))) {
        new String(lines, StandardCharsets.UTF_8)
            .lines()
            .map(RedactionList::group)
            .forEach(groups::add);
      }
    }
    return new RedactionList(groups);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      List<Path> found = new ArrayList<>();
      files.forEach(found::add);
      return found;
    }
  }

  private static RedactedGroup group(String line) {
    if (ValueJson.read(line) instanceof Map<?, ?> map
        && map.get(GROUP) instanceof String groupId
        && map.get(BEFORE) instanceof String before
        && map.get(HASH) instanceof String hash
        && map.get(DIGEST) instanceof String digest) {
      return new RedactedGroup(groupId, before, hash, digest);
    }
    throw new IllegalArgumentException("not a line of a list of redactions");
  }
}
