package dev.tarn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Filters from the command line: {@code field=value}. Which fields there are is for the server. */
final class FieldFilters {
  private FieldFilters() {}

  /**
   * Adds filters to those of their fields.
   *
   * @throws CommandFailure {@link ExitCode#USAGE} if a text is not a filter
   */
  static void addTo(Map<String, List<String>> filters, List<String> texts) {
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new CommandFailure(
            ExitCode.USAGE, "'" + text + "' is not field=value, such as domain=finance");
      }
      addTo(filters, text.substring(0, equals), List.of(text.substring(equals + 1)));
    }
  }

  static void addTo(Map<String, List<String>> filters, String field, List<String> values) {
    if (!values.isEmpty()) {
      filters.computeIfAbsent(field, name -> new ArrayList<>()).addAll(values);
    }
  }
}
