package dev.tarn.iceberg.io;

import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where things are in a warehouse. What is a tenant's begins with it.
 *
 * <pre>
 * audit-anchor.json                                  the end of the installation's audit
 * &lt;tenant&gt;/tenant.json                           the tenant's status, quotas and origin
 * &lt;tenant&gt;/references.json                       the branches and tags, to restore them
 * &lt;tenant&gt;/deleted.json                          deleted branches that files are left of
 * &lt;tenant&gt;/journal/&lt;branch&gt;/&lt;first seq&gt;.avro       the log: one synced file per group
 * &lt;tenant&gt;/tables/&lt;branch&gt;/&lt;table&gt;/data|metadata/  Iceberg's files
 * &lt;tenant&gt;/checkpoints/&lt;branch&gt;.json             the newest commit known to be safe on disk
 * &lt;tenant&gt;/redactions/&lt;number&gt;.jsonl             groups of the log that were redacted
 * &lt;tenant&gt;/data/&lt;namespace&gt;/…/&lt;table&gt;-&lt;id&gt;/    the users' tables, of all branches
 * </pre>
 *
 * <p>Folder names of branches are lower-case, so that branches that differ in case only stay apart
 * on file systems that ignore it: {@code Dev} is {@code ~dev}. A branch that takes a name that
 * another one had gets a folder of its own, {@code ~dev~1}, and keeps it under every name: other
 * branches may have files in the old one.
 *
 * @param branchFolder the folder of the one branch that is asked for; null for folders by name
 */
public record WarehouseLayout(Path root, @Nullable String branchFolder) {
  private static final char UPPER_CASE_NEXT = '~';
  private static final String POINTER_DUMP_OF_CHECKPOINT = "\\.\\d{19}\\.pointers\\.gz";

  public WarehouseLayout {
    root = root.toAbsolutePath().normalize();
  }

  /** The layout of branches whose folders have their names. */
  public WarehouseLayout(Path root) {
    this(root, null);
  }

  /** Returns the layout of a branch that has a folder of this name. */
  public WarehouseLayout withBranchFolder(String folder) {
    return new WarehouseLayout(root, folder);
  }

  /** Returns the name of a branch's folders. */
  public String branchFolder(Scope scope) {
    return branchFolder == null ? folder(scope.branch()) : branchFolder;
  }

  /** Returns whether there may be files of a branch, one of now or of before. */
  public boolean hasFiles(Scope scope) {
    return Files.exists(journal(scope))
        || Files.exists(tables(scope))
        || Files.exists(checkpoint(scope));
  }

  /**
   * Returns the folders and files that are a branch's alone, those of them that are there; the
   * users' tables are in none of them.
   */
  public List<Path> branchFiles(Scope scope) throws IOException {
    List<Path> found = new ArrayList<>();
    Stream.of(journal(scope), tables(scope), checkpoint(scope))
        .filter(Files::exists)
        .forEach(found::add);
    Path checkpoint = checkpoint(scope);
    Path checkpoints = checkpoint.getParent();
    if (checkpoints != null && Files.isDirectory(checkpoints)) {
      Pattern dump =
          Pattern.compile(
              Pattern.quote(String.valueOf(checkpoint.getFileName())) + POINTER_DUMP_OF_CHECKPOINT);
      try (Stream<Path> files = Files.list(checkpoints)) {
        files
            .filter(file -> dump.matcher(String.valueOf(file.getFileName())).matches())
            .forEach(found::add);
      }
    }
    return found;
  }

  /** Returns a folder's name for a branch whose name was used that many times before. */
  public static String folder(BranchName branch, int usesBefore) {
    return usesBefore == 0 ? folder(branch) : folder(branch) + UPPER_CASE_NEXT + usesBefore;
  }

  /** Returns the file that says how far the audit of the installation has come. */
  public Path auditAnchor() {
    return root.resolve("audit-anchor.json");
  }

  /** Returns a tenant's folder. */
  public Path tenant(TenantId tenant) {
    return root.resolve(tenant.value());
  }

  /** Returns the file with what is known of a tenant itself. */
  public Path tenantDetails(TenantId tenant) {
    return tenant(tenant).resolve("tenant.json");
  }

  /** Returns the file that lists a tenant's branches and tags. */
  public Path references(TenantId tenant) {
    return tenant(tenant).resolve("references.json");
  }

  /** Returns the file that lists a tenant's deleted branches. */
  public Path deletedBranches(TenantId tenant) {
    return tenant(tenant).resolve("deleted.json");
  }

  /** Returns the folder of the lists of what was redacted in a tenant's logs. */
  public Path redactions(TenantId tenant) {
    return tenant(tenant).resolve("redactions");
  }

  /** Returns the folder of a branch's change files. */
  public Path journal(Scope scope) {
    return tenant(scope.tenant()).resolve("journal").resolve(branchFolder(scope));
  }

  /** Returns the file that names a branch's newest safe commit. */
  public Path checkpoint(Scope scope) {
    return tenant(scope.tenant()).resolve("checkpoints").resolve(branchFolder(scope) + ".json");
  }

  /** Returns the folder of what a branch writes for a table. */
  public Path table(Scope scope, String table) {
    return tables(scope).resolve(table);
  }

  /** Returns the folder of what a branch writes for tables. */
  public Path tables(Scope scope) {
    return tenant(scope.tenant()).resolve("tables").resolve(branchFolder(scope));
  }

  /** Returns the folder of the users' tables. */
  public Path data(TenantId tenant) {
    return tenant(tenant).resolve("data");
  }

  /** Returns the folder name of a branch. */
  public static String folder(BranchName branch) {
    StringBuilder name = new StringBuilder();
    for (char c : branch.value().toCharArray()) {
      if (c >= 'A' && c <= 'Z') {
        name.append(UPPER_CASE_NEXT);
      }
      name.append(c);
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }
}
