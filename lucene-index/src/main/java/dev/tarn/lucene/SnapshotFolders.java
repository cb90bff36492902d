package dev.tarn.lucene;

import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/** What a branch's folder says about the branch's past. */
final class SnapshotFolders {
  private static final String TAGS = "tags";

  private SnapshotFolders() {}

  /** Returns the snapshots of a branch, the newest commit first. */
  static List<KeptName> list(Path branch) throws IOException {
    try (Stream<Path> files = Files.list(branch)) {
      return files
          .map(file -> KeptName.parse(file.getFileName().toString()))
          .flatMap(Optional::stream)
          .sorted(Comparator.comparingLong((KeptName kept) -> kept.commit().seq()).reversed())
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Returns how far in the log the index in a folder is; null if it has another format. */
  static @Nullable IndexOffset offset(Path folder) throws IOException {
    try (Directory directory = FSDirectory.open(folder)) {
      return IndexOffset.of(SegmentInfos.readLatestCommit(directory).getUserData());
    }
  }

  static Instant since(Path branch, KeptName name) throws IOException {
    return Files.getLastModifiedTime(branch.resolve(name.toString())).toInstant();
  }

  /** Says when what is in a folder was made. */
  static void setSince(Path folder, Instant time) throws IOException {
    Files.setLastModifiedTime(folder, FileTime.from(time));
  }

  /** Returns the snapshots that are kept, as {@link Retention} looks at them. */
  static List<Retention.Snapshot> kept(Path branch) throws IOException {
    List<Retention.Snapshot> kept = new ArrayList<>();
    for (KeptName name : list(branch)) {
      if (name.kind() == KeptName.Kind.KEPT) {
        Path folder = branch.resolve(name.toString());
        kept.add(new Retention.Snapshot(name, since(branch, name), files(folder)));
      }
    }
    return kept;
  }

  /** Returns what identifies each file of a folder, whatever its name, and its length. */
  static Map<Object, Long> files(Path folder) throws IOException {
    Map<Object, Long> files = new HashMap<>();
    try (Stream<Path> listed = Files.list(folder)) {
      for (Path file : listed.toList()) {
        addIfThere(file, files);
      }
    }
    return files;
  }

  /** Adds a file, unless it was merged away meanwhile. */
  private static void addIfThere(Path file, Map<Object, Long> files) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return;
    }
    Object key = attributes.fileKey();
    files.put(key == null ? file : key, attributes.size());
  }

  /** Notes the commit of a tag. */
  static void tag(Path branch, BranchName tag, CommitId commit) throws IOException {
    Path folder = Files.createDirectories(branch.resolve(TAGS));
    Files.writeString(
        folder.resolve(BranchFolders.fileName(tag)),
        commit.toString() + "\n",
        StandardCharsets.US_ASCII);
  }

  /** Returns the commits of the newest tags; forgets the others. */
  static List<CommitId> tags(Path branch, int maxTags) throws IOException {
    record Tag(Path file, FileTime time) {}
    List<Tag> tags = new ArrayList<>();
    try (Stream<Path> files = Files.list(branch.resolve(TAGS))) {
      for (Path file : files.toList()) {
        tags.add(new Tag(file, Files.getLastModifiedTime(file)));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    tags.sort(Comparator.comparing(Tag::time).reversed().thenComparing(Tag::file));
    List<CommitId> commits = new ArrayList<>();
    for (Tag tag : tags) {
      String commit = Files.readString(tag.file(), StandardCharsets.US_ASCII).strip();
      if (commits.size() < maxTags && CommitId.isCommitId(commit)) {
        commits.add(CommitId.parse(commit));
      } else {
        Files.delete(tag.file());
      }
    }
    return commits;
  }
}
