package dev.tarn.rest.request;

import dev.tarn.core.scope.CommitId;
import org.springframework.http.ResponseEntity;

/** Answers to reads. */
public final class Answers {
  private Answers() {}

  /** Returns an answer that says which commit it is of. */
  public static <T> ResponseEntity<T> at(CommitId commit, T body) {
    return ResponseEntity.ok().header(Headers.COMMIT, commit.toString()).body(body);
  }

  /** Returns an answer that says which commit it is of, and the version of what it shows. */
  public static <T> ResponseEntity<T> at(CommitId commit, long version, T body) {
    return ResponseEntity.ok()
        .header(Headers.COMMIT, commit.toString())
        .eTag("\"" + version + "\"")
        .body(body);
  }
}
