package dev.tarn.core.review;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.type.BuiltInTypes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Change requests as assets: the title is the display name, the rest is in attributes. */
public final class ChangeRequestAsset {
  /** No branch has it in its name. */
  private static final char TARGET_END = '/';

  private static final String AUTHOR = "author";
  private static final String SOURCE = "sourceBranch";
  private static final String TARGET = "targetBranch";
  private static final String STATE = "state";
  private static final String REVIEWERS = "reviewers";
  private static final String REVIEWS = "reviews";
  private static final String COMMENTS = "comments";
  private static final String CHECKS = "checks";
  private static final String MERGED = "mergedSource";

  private static final String REVIEWER = "reviewer";
  private static final String VERDICT = "verdict";
  private static final String TEXT = "text";
  private static final String COMMIT = "commit";
  private static final String TARGET_COMMIT = "targetCommit";
  private static final String AT = "at";
  private static final String CHECK = "check";
  private static final String TOTAL = "total";
  private static final String FINDINGS = "findings";
  private static final String ENTITY = "entity";
  private static final String NAME = "name";
  private static final String FIELD = "field";
  private static final String MESSAGE = "message";

  private ChangeRequestAsset() {}

  /**
   * Returns the qualified name. It has the target, since what is merged may bring along change
   * requests for its source.
   */
  public static String qualifiedName(BranchName target, String name) {
    return target.value() + TARGET_END + name;
  }

  /**
   * Returns what the asset is to be.
   *
   * @param known what it is; null if it is not there
   */
  public static Asset content(ChangeRequest request, @Nullable Asset known) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (known != null) {
      attributes.putAll(known.attributes());
    }
    attributes.put(AUTHOR, request.author().name());
    attributes.put(SOURCE, request.source().value());
    attributes.put(TARGET, request.target().value());
    attributes.put(STATE, request.state().code());
    attributes.put(REVIEWERS, request.reviewers().stream().map(Actor::name).toList());
    attributes.put(REVIEWS, request.reviews().stream().map(ChangeRequestAsset::json).toList());
    attributes.put(COMMENTS, request.comments().stream().map(ChangeRequestAsset::json).toList());
    attributes.put(CHECKS, request.checks().stream().map(ChangeRequestAsset::json).toList());
    CommitId merged = request.mergedSource();
    if (merged != null) {
      attributes.put(MERGED, merged.toString());
    }
    String qualifiedName = qualifiedName(request.target(), request.name());
    String author = request.author().name();
    Asset named =
        known == null
            ? Asset.bare(
                AssetId.derive(BuiltInTypes.CHANGE_REQUEST, qualifiedName),
                BuiltInTypes.CHANGE_REQUEST,
                qualifiedName,
                request.name(),
                request.updatedAt(),
                author,
                0)
            : known.withStatus(AssetStatus.ACTIVE);
    return named
        .described(
            request.title(),
            request.description().isEmpty() ? null : request.description(),
            named.owners(),
            named.tags(),
            named.classifications(),
            named.terms(),
            attributes)
        .stamped(request.updatedAt(), author, request.updatedAt(), author, 1, 0);
  }

  private static Map<String, Object> json(Review review) {
    return Map.of(
        REVIEWER, review.reviewer().name(),
        VERDICT, review.verdict().code(),
        TEXT, review.text(),
        COMMIT, review.commit().toString(),
        AT, review.at().toString());
  }

  private static Map<String, Object> json(ReviewComment comment) {
    return Map.of(
        AUTHOR, comment.author().name(), TEXT, comment.text(), AT, comment.at().toString());
  }

  private static Map<String, Object> json(CheckResult result) {
    return Map.of(
        CHECK, result.check(),
        TOTAL, result.total(),
        FINDINGS, result.findings().stream().map(ChangeRequestAsset::json).toList(),
        COMMIT, result.source().toString(),
        TARGET_COMMIT, result.target().toString(),
        AT, result.at().toString());
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(ENTITY, finding.entity());
    json.put(NAME, finding.name());
    if (finding.field() != null) {
      json.put(FIELD, finding.field());
    }
    json.put(MESSAGE, finding.message());
    return json;
  }

  /**
   * Reads a change request.
   *
   * @throws CatalogException {@code change-request-not-found} if the asset is none
   */
  public static ChangeRequest of(Asset asset) {
    Map<String, Object> attributes = asset.attributes();
    try {
      String displayName = asset.displayName();
      String description = asset.description();
      return new ChangeRequest(
          asset.id(),
          asset.qualifiedName().substring(asset.qualifiedName().indexOf(TARGET_END) + 1),
          asset.version(),
          displayName == null ? asset.name() : displayName,
          description == null ? "" : description,
          new Actor(text(attributes, AUTHOR)),
          new BranchName(text(attributes, SOURCE)),
          new BranchName(text(attributes, TARGET)),
          ReviewState.ofCode(text(attributes, STATE)),
          attributes.get(REVIEWERS) instanceof List<?> names
              ? names.stream().map(name -> new Actor((String) name)).toList()
              : List.of(),
          list(attributes, REVIEWS, ChangeRequestAsset::review),
          list(attributes, COMMENTS, ChangeRequestAsset::comment),
          list(attributes, CHECKS, ChangeRequestAsset::check),
          attributes.get(MERGED) instanceof String commit ? CommitId.parse(commit) : null,
          asset.updatedAt());
    } catch (IllegalArgumentException | DateTimeException | ClassCastException e) {
      throw new CatalogException(
          ErrorCode.CHANGE_REQUEST_NOT_FOUND, asset.id() + " is no change request", e);
    }
  }

  private static Review review(Map<?, ?> json) {
    return new Review(
        new Actor(text(json, REVIEWER)),
        Verdict.ofCode(text(json, VERDICT)),
        text(json, TEXT),
        CommitId.parse(text(json, COMMIT)),
        Instant.parse(text(json, AT)));
  }

  private static ReviewComment comment(Map<?, ?> json) {
    return new ReviewComment(
        new Actor(text(json, AUTHOR)), text(json, TEXT), Instant.parse(text(json, AT)));
  }

  private static CheckResult check(Map<?, ?> json) {
    return new CheckResult(
        text(json, CHECK),
        json.get(TOTAL) instanceof Number total ? total.longValue() : 0,
        list(json, FINDINGS, ChangeRequestAsset::finding),
        CommitId.parse(text(json, COMMIT)),
        CommitId.parse(text(json, TARGET_COMMIT)),
        Instant.parse(text(json, AT)));
  }

  private static Finding finding(Map<?, ?> json) {
    return new Finding(
        text(json, ENTITY),
        text(json, NAME),
        json.get(FIELD) instanceof String field ? field : null,
        text(json, MESSAGE));
  }

  private static <T> List<T> list(Map<?, ?> json, String key, Function<Map<?, ?>, T> reader) {
    return json.get(key) instanceof List<?> list
        ? list.stream().map(element -> reader.apply((Map<?, ?>) element)).toList()
        : List.of();
  }

  private static String text(Map<?, ?> json, String key) {
    if (json.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no " + key);
  }
}
