package dev.tarn.core.privacy;

import dev.tarn.core.audit.ListedRedaction;
import dev.tarn.core.scope.TenantId;
import java.util.List;
import java.util.Map;

/**
 * What a replacement did.
 *
 * @param files that were rewritten
 * @param resized of these, those that could not keep their length
 * @param passes over all files, the last of which found nothing to replace
 * @param left what the last pass found, though a replacement should have reached it
 * @param kept what names the person and stays, such as a table's name
 * @param redactions what the audit of each tenant is to name, so that its log still holds
 */
public record ErasureResult(
    long files,
    long resized,
    int passes,
    List<Finding> left,
    List<Finding> kept,
    Map<TenantId, ListedRedaction> redactions) {
  public ErasureResult {
    left = List.copyOf(left);
    kept = List.copyOf(kept);
    redactions = Map.copyOf(redactions);
  }
}
