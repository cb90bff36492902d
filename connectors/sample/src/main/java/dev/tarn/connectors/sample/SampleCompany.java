package dev.tarn.connectors.sample;

import dev.tarn.core.change.Change;
import java.util.List;
import java.util.stream.Stream;

/** Larkmoor, an invented maker and seller of outdoor gear, as a catalog of about 5,000 assets. */
public final class SampleCompany {
  /** The seed of the company that the demo shows. */
  public static final long DEMO_SEED = 20_260_301;

  private SampleCompany() {}

  /**
   * Returns the changes that bring the company into an empty catalog: parents before what they
   * contain, everything before what refers to it. Applied again they change nothing.
   *
   * @param seed decides on names of people, figures and who owns what; the structure is the same
   *     for all
   */
  public static Stream<Change> changes(long seed) {
    Sheet company = Sheet.read("company.txt");
    Sheet systems = Sheet.read("systems.txt");
    Sheet lake = Sheet.read("lake.txt");
    Draft draft = new Draft(seed, new Vocabulary(company, systems));
    new Organisation(draft, company).write();
    SourceSystems sources = new SourceSystems(draft, systems);
    sources.write();
    Lakehouse lakehouse = new Lakehouse(draft, lake, sources.tables());
    lakehouse.write();
    new Consumers(draft, lake, lakehouse).write();
    return List.copyOf(draft.changes).stream();
  }
}
