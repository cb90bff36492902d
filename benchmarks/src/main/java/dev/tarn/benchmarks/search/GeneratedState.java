package dev.tarn.benchmarks.search;

import dev.tarn.connectors.sample.ScaleGenerator;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a branch would hold after a generator's changes, without a log: each asset and relationship
 * is made when it is asked for. Sequence numbers and times depend on the order of threads.
 */
public final class GeneratedState implements StateSource {
  /** Who made all of it. */
  public static final String ACTOR = "generator";

  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final long MAX_RELATIONSHIPS_PER_ASSET = 3;

  private final ScaleGenerator generator;
  private final EngineRun.Content content;

  /**
   * @param content without lineage there is no relationship
   */
  public GeneratedState(ScaleGenerator generator, EngineRun.Content content) {
    this.generator = generator;
    this.content = content;
  }

  @Override
  public CommitId commit() {
    return new CommitId(
        (1 + MAX_RELATIONSHIPS_PER_ASSET) * generator.assets(), "%08x".formatted(generator.seed()));
  }

  @Override
  public String groupId() {
    return "00000000-0000-4000-8000-000000000000";
  }

  @Override
  public void assets(int threads, Consumer<Asset> consumer) throws IOException {
    AtomicLong seq = new AtomicLong();
    each(
        threads,
        change -> {
          if (change instanceof Change.UpsertAsset upsert) {
            consumer.accept(asset(upsert, seq.incrementAndGet()));
          }
        });
  }

  @Override
  public void columnNames(int threads, ColumnNames consumer) throws IOException {
    each(
        threads,
        change -> {
          if (change instanceof Change.UpsertAsset upsert && upsert.type().equals("column")) {
            consumer.column(
                id(upsert.fields().get("parent")).value(), shortName(upsert.qualifiedName()));
          }
        });
  }

  @Override
  public void relationships(int threads, Consumer<Relationship> consumer) throws IOException {
    if (content == EngineRun.Content.ASSETS) {
      return;
    }
    AtomicLong seq = new AtomicLong(generator.assets());
    each(
        threads,
        change -> {
          if (change instanceof Change.PutRelationship put) {
            long next = seq.incrementAndGet();
            consumer.accept(relationship(put, next, time(next)));
          }
        });
  }

  @Override
  public List<AssetType> assetTypes() {
    return List.of();
  }

  @Override
  public List<RelationshipType> relationshipTypes() {
    return List.of();
  }

  @Override
  public void keyedEntries(Consumer<LogEntry> consumer) {}

  private void each(int threads, Consumer<Change> consumer) throws IOException {
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      for (Iterator<Change> part : generator.parts(threads)) {
        running.add(workers.submit(() -> part.forEachRemaining(consumer)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a part was not made", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Instant time(long seq) {
    return CREATED.plusSeconds(seq);
  }

  /** Returns the asset that an upsert of the generator makes. */
  public static Asset asset(Change.UpsertAsset upsert, long seq) {
    return asset(upsert, seq, time(seq));
  }

  /** Returns the asset that an upsert makes at a time. */
  public static Asset asset(Change.UpsertAsset upsert, long seq, Instant time) {
    Map<String, @Nullable Object> fields = upsert.fields();
    return new Asset(
        AssetId.derive(upsert.type(), upsert.qualifiedName()),
        upsert.type(),
        upsert.qualifiedName(),
        shortName(upsert.qualifiedName()),
        null,
        (String) fields.get("description"),
        fields.get("parent") == null ? null : id(fields.get("parent")),
        (String) fields.get("platform"),
        null,
        fields.get("domain") == null ? null : id(fields.get("domain")),
        ids(fields.get("owners")).stream().map(id -> new Owner(id, Owner.DEFAULT_KIND)).toList(),
        ids(fields.get("tags")),
        List.of(),
        ids(fields.get("terms")),
        attributes(fields.get("attributes")),
        AssetStatus.ACTIVE,
        (Double) fields.get("quality"),
        (Double) fields.get("popularity"),
        time,
        ACTOR,
        time,
        ACTOR,
        1,
        seq);
  }

  /** Returns the relationship that the generator puts at a time. */
  public static Relationship relationship(Change.PutRelationship put, long seq, Instant time) {
    AssetId source = id(put.source());
    AssetId target = id(put.target());
    return new Relationship(
        RelationshipId.derive(put.type(), source, target),
        put.type(),
        source,
        target,
        Map.of(),
        false,
        time,
        ACTOR,
        time,
        ACTOR,
        1,
        seq);
  }

  private static AssetId id(@Nullable Object reference) {
    AssetLocator locator =
        reference instanceof AssetLocator given
            ? given
            : AssetLocator.parse((String) Objects.requireNonNull(reference));
    return switch (locator) {
      case AssetLocator.ById byId -> byId.id();
      case AssetLocator.ByName byName -> AssetId.derive(byName.type(), byName.qualifiedName());
    };
  }

  private static List<AssetId> ids(@Nullable Object references) {
    return references instanceof List<?> list
        ? list.stream().map(GeneratedState::id).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> attributes(@Nullable Object attributes) {
    return attributes == null ? Map.of() : (Map<String, Object>) attributes;
  }

  private static String shortName(String qualifiedName) {
    return qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
  }
}
