package dev.tarn.iceberg.io;

import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where things are in a warehouse. Every path begins with its tenant.
 *
 * <pre>
 * &lt;tenant&gt;/references.json                       the branches and tags, to restore them
 * &lt;tenant&gt;/journal/&lt;branch&gt;/&lt;first seq&gt;.avro       the log: one synced file per group
 * &lt;tenant&gt;/tables/&lt;branch&gt;/&lt;table&gt;/data|metadata/  Iceberg's files
 * &lt;tenant&gt;/checkpoints/&lt;branch&gt;.json             the newest commit known to be safe on disk
 * &lt;tenant&gt;/data/&lt;namespace&gt;/…/&lt;table&gt;-&lt;id&gt;/    the users' tables, of all branches
 * </pre>
 *
 * <p>Folder names of branches are lower-case, so that branches that differ in case only stay apart
 * on file systems that ignore it: {@code Dev} is {@code ~dev}.
 */
public record WarehouseLayout(Path root) {
  private static final char UPPER_CASE_NEXT = '~';

  public WarehouseLayout {
    root = root.toAbsolutePath().normalize();
  }

  /** Returns a tenant's folder. */
  public Path tenant(TenantId tenant) {
    return root.resolve(tenant.value());
  }

  /** Returns the file that lists a tenant's branches and tags. */
  public Path references(TenantId tenant) {
    return tenant(tenant).resolve("references.json");
  }

  /** Returns the folder of a branch's change files. */
  public Path journal(Scope scope) {
    return tenant(scope.tenant()).resolve("journal").resolve(folder(scope.branch()));
  }

  /** Returns the file that names a branch's newest safe commit. */
  public Path checkpoint(Scope scope) {
    return tenant(scope.tenant()).resolve("checkpoints").resolve(folder(scope.branch()) + ".json");
  }

  /** Returns the folder of what a branch writes for a table. */
  public Path table(Scope scope, String table) {
    return tenant(scope.tenant()).resolve("tables").resolve(folder(scope.branch())).resolve(table);
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
