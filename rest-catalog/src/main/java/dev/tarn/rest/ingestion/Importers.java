package dev.tarn.rest.ingestion;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.Importer;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The importers there are, by format. */
public final class Importers {
  private final Map<String, Importer> byFormat = new TreeMap<>();

  public Importers(Collection<Importer> importers) {
    for (Importer importer : importers) {
      Importer other = byFormat.put(importer.format(), importer);
      if (other != null) {
        throw new IllegalStateException("two importers of " + importer.format());
      }
    }
  }

  /** Returns those on the class path. */
  public static Importers load() {
    return new Importers(
        ServiceLoader.load(Importer.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /** Returns all, by format. */
  Collection<Importer> all() {
    return byFormat.values();
  }

  /**
   * Returns the importer of a format.
   *
   * @throws CatalogException {@code invalid-value}
   */
  Importer of(String format) {
    Importer importer = byFormat.get(format);
    if (importer == null) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, "format", "the format is one of " + byFormat.keySet());
    }
    return importer;
  }

  /**
   * Returns the importer that is the surest to know these files.
   *
   * @throws CatalogException {@code invalid-value} if none does
   */
  Importer recognise(List<ImportInput> inputs) throws IOException {
    Importer best = null;
    int bestScore = 0;
    for (Importer importer : byFormat.values()) {
      int score = importer.recognise(inputs);
      if (score > bestScore) {
        best = importer;
        bestScore = score;
      }
    }
    if (best == null) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE,
          "format",
          "the files are of none of the formats " + byFormat.keySet() + "; name one");
    }
    return best;
  }
}
