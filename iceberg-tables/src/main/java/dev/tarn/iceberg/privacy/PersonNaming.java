package dev.tarn.iceberg.privacy;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.privacy.PersonNames;
import dev.tarn.core.privacy.PersonQuery;
import dev.tarn.core.privacy.PrivacyProgress;
import dev.tarn.core.privacy.PrivacyProgress.Phase;
import dev.tarn.core.type.BuiltInTypes;
import dev.tarn.iceberg.privacy.AvroRows.AvroRow;
import dev.tarn.iceberg.privacy.ParquetRows.ParquetRow;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/** Finds out from the log of all branches what a person is and was called. */
final class PersonNaming {
  /** A user that was renamed is found by the new name first, and by the old ones then. */
  private static final int MAX_ROUNDS = 10;

  private final CatalogFolders folders;
  private final PrivacyProgress progress;

  /** What one version of a user's asset says. */
  private record User(AssetId id, String qualifiedName, List<String> words) {}

  PersonNaming(CatalogFolders folders, PrivacyProgress progress) {
    this.folders = folders;
    this.progress = progress;
  }

  PersonNames names(PersonQuery query) throws IOException {
    Set<User> users = users();
    PersonNames names = PersonNames.of(query);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      PersonNames before = names;
      for (User user : users) {
        if (names.assets().contains(user.id()) || names.isUserNamed(user.qualifiedName())) {
          names = names.with(user.id(), user.qualifiedName());
          for (String word : user.words()) {
            names = names.with(word);
          }
        }
      }
      if (names.equals(before)) {
        break;
      }
    }
    return names;
  }

  private Set<User> users() throws IOException {
    Set<User> users = new HashSet<>();
    long[] files = new long[1];
    folders.each(
        file -> {
          if (!file.table().equals("changes")) {
            return;
          }
          progress.reached(Phase.NAMING, ++files[0]);
          switch (file.kind()) {
            case CHANGES -> {
              var unused = AvroRows.read(file.path(), record -> add(AvroRow.of(record), users));
            }
            case PARQUET -> {
              Schema schema = ParquetRows.schema(ParquetRows.footer(file.path()));
              List<String> columns = ParquetRows.columns(schema);
              ParquetRows.read(
                  file.path(), schema, record -> add(new ParquetRow(record, columns), users));
            }
            case MANIFEST, PUFFIN, GZIP, TEXT -> {}
          }
        });
    return users;
  }

  private static void add(RowRules.Row row, Set<User> users) {
    boolean isUser =
        "asset".equals(text(row, "entity_kind"))
            && BuiltInTypes.USER.equals(text(row, "entity_type"));
    if (isUser) {
      add(text(row, "before"), users);
      add(text(row, "after"), users);
    }
  }

  private static @Nullable String text(RowRules.Row row, String column) {
    Object value = row.value(column);
    return value == null ? null : value.toString();
  }

  private static void add(@Nullable String json, Set<User> users) {
    if (json == null
        || !(ValueJson.read(json) instanceof Map<?, ?> user)
        || !(user.get("id") instanceof String id)
        || !(user.get("qualifiedName") instanceof String qualifiedName)) {
      return;
    }
    List<String> words = new ArrayList<>();
    addWord(user.get("name"), words);
    addWord(user.get("displayName"), words);
    if (user.get("attributes") instanceof Map<?, ?> attributes) {
      addWord(attributes.get("email"), words);
      addWord(attributes.get("externalId"), words);
    }
    users.add(new User(new AssetId(id), qualifiedName, words));
  }

  private static void addWord(@Nullable Object word, List<String> words) {
    if (word instanceof String text && !text.isBlank()) {
      words.add(text.strip());
    }
  }
}
