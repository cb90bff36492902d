package dev.tarn.core.ingest;

import java.io.IOException;
import java.util.List;

/**
 * Reads one format. Stateless and thread safe; streaming: memory is bounded by one record of the
 * input, or by what the format forces (documented by the implementation).
 */
public interface Importer {
  /** Returns the format's name, such as {@code dbt}. */
  String format();

  /** Returns one line for people. */
  String description();

  /**
   * Says how sure the importer is that these inputs are of its format, from their names and first
   * bytes: 0 (no) to 100 (certain).
   */
  int recognise(List<ImportInput> inputs) throws IOException;

  /**
   * Reads the inputs, in the order given, and hands changes to the sink, each after what it refers
   * to. A record that cannot be read or mapped is reported to the sink, and reading goes on.
   *
   * @throws IOException if an input cannot be read at all
   */
  void read(List<ImportInput> inputs, ImportSink sink) throws IOException;
}
