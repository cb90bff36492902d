package dev.tarn.testkit;

import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.scope.CommitId;
import java.io.IOException;
import java.util.List;

/** A follower that now and then fails before, amid or after what it is to apply. */
public final class FaultyFollower implements LogFollower {
  private final LogFollower follower;
  private final Faults faults;

  /** A follower that does what {@code follower} does, but for these faults. */
  public FaultyFollower(LogFollower follower, Faults faults) {
    this.follower = follower;
    this.faults = faults;
  }

  @Override
  public String name() {
    return follower.name();
  }

  @Override
  public CommitId applied() {
    return follower.applied();
  }

  @Override
  public CommitId durable() {
    return follower.durable();
  }

  @Override
  public void apply(List<Group> groups) throws IOException {
    failPerhaps();
    List<Group> first = groups.subList(0, (groups.size() + 1) / 2);
    List<Group> rest = groups.subList(first.size(), groups.size());
    follower.apply(first);
    failPerhaps();
    if (!rest.isEmpty()) {
      follower.apply(rest);
    }
    failPerhaps();
  }

  private void failPerhaps() throws IOException {
    if (faults.happens()) {
      throw new IOException("the store does not answer");
    }
  }
}
