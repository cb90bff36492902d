package dev.tarn.iceberg.nessie;

import java.io.IOException;
import java.util.Objects;
import org.projectnessie.client.api.NessieApiV2;
import org.projectnessie.error.NessieConflictException;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.model.Reference;

/** Deletes branches and tags of Nessie; commits that nothing names stay in its store. */
public final class ReferenceRemoval {
  private static final int MAX_ATTEMPTS = 20;

  private final NessieApiV2 api;

  ReferenceRemoval(NessieApiV2 api) {
    this.api = api;
  }

  /**
   * Deletes a branch or tag, if it is there.
   *
   * @throws IOException also if others moved it all the time
   */
  public void delete(String reference) throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        Reference found = api.getReference().refName(reference).get();
        if (delete(found)) {
          return;
        }
      } catch (NessieNotFoundException e) {
        return;
      } catch (RuntimeException e) {
        throw NessieReferences.unavailable(e);
      }
    }
    throw new IOException("others always moved " + reference);
  }

  /**
   * Deletes a branch or tag that is where it is expected.
   *
   * @return false if it is elsewhere, or there is none
   */
  public boolean deleteAt(String reference, String hash) throws IOException {
    try {
      Reference found = api.getReference().refName(reference).get();
      return Objects.equals(found.getHash(), hash) && delete(found);
    } catch (NessieNotFoundException e) {
      return false;
    } catch (RuntimeException e) {
      throw NessieReferences.unavailable(e);
    }
  }

  private boolean delete(Reference found) throws NessieNotFoundException {
    try {
      api.deleteReference().reference(found).delete();
      return true;
    } catch (NessieConflictException e) {
      return false;
    }
  }
}
