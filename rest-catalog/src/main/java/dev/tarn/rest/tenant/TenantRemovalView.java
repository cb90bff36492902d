package dev.tarn.rest.tenant;

import dev.tarn.core.tenant.TenantRemoval;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What the deletion of a tenant has removed, and the proof. */
@Schema(name = "TenantRemoval", description = "What the deletion of a tenant has removed.")
record TenantRemovalView(
    String name,
    @Schema(description = "Branches and tags.") int references,
    long files,
    @Schema(description = "Of these files.") long bytes,
    @Schema(description = "Files that clones read; they go with the last of these.") long keptFiles,
    @Schema(description = "Whether everything was looked for afterwards and nothing was left.")
        boolean proven,
    @Schema(description = "What is left though it should be gone.") List<String> remains) {
  static TenantRemovalView of(String name, TenantRemoval removal) {
    return new TenantRemovalView(
        name,
        removal.references(),
        removal.files(),
        removal.bytes(),
        removal.keptFiles(),
        removal.remains().isEmpty(),
        removal.remains());
  }
}
