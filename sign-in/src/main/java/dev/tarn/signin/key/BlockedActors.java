package dev.tarn.signin.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tarn.control.ControlDatabase;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import java.time.Clock;
import org.springframework.dao.DuplicateKeyException;

/** Who may not sign in any more, whatever they show. Safe for use by many threads. */
public final class BlockedActors {
  private final ControlDatabase database;
  private final Clock clock;
  private final Cache<Member, Boolean> known =
      Caffeine.newBuilder()
          .maximumSize(ApiKeys.MAX_CACHED)
          .expireAfterWrite(ApiKeys.MAX_STALENESS)
          .build();

  private record Member(TenantId tenant, Actor actor) {}

  public BlockedActors(ControlDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Returns whether an actor of a tenant is blocked. */
  public boolean isBlocked(TenantId tenant, Actor actor) {
    return Boolean.TRUE.equals(known.get(new Member(tenant, actor), this::read));
  }

  /** Blocks, at once in this server and within {@link ApiKeys#MAX_STALENESS} in others. */
  public void block(TenantId tenant, Actor actor) {
    try {
      database
          .sql()
          .sql("INSERT INTO blocked_actors (tenant, actor, blocked_at) VALUES (?, ?, ?)")
          .params(tenant.value(), actor.name(), ControlDatabase.time(clock.instant()))
          .update();
    } catch (DuplicateKeyException e) {
      // It is so already.
    }
    known.invalidate(new Member(tenant, actor));
  }

  /** Lets an actor sign in again. */
  public void unblock(TenantId tenant, Actor actor) {
    database
        .sql()
        .sql("DELETE FROM blocked_actors WHERE tenant = ? AND actor = ?")
        .params(tenant.value(), actor.name())
        .update();
    known.invalidate(new Member(tenant, actor));
  }

  private Boolean read(Member member) {
    return database
            .sql()
            .sql("SELECT count(*) FROM blocked_actors WHERE tenant = ? AND actor = ?")
            .params(member.tenant().value(), member.actor().name())
            .query(Long.class)
            .single()
        > 0;
  }
}
