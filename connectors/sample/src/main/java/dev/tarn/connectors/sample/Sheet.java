package dev.tarn.connectors.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A text file of tables: {@code [name]} begins one, and each line below it is a row of cells
 * between bars. Lines that begin with {@code #} are for people.
 */
record Sheet(Map<String, List<Row>> sections) {
  /** One line. */
  record Row(List<String> cells) {
    /** Returns a cell, counted from 0; the empty text where the row is shorter. */
    String cell(int index) {
      return index < cells.size() ? cells.get(index) : "";
    }

    /** Returns the words of a cell. */
    List<String> words(int index) {
      return cell(index).isEmpty() ? List.of() : List.of(cell(index).split(" "));
    }
  }

  /** Reads a file that lies beside this class. */
  static Sheet read(String fileName) {
    Map<String, List<Row>> sections = new LinkedHashMap<>();
    List<Row> current = new ArrayList<>();
    try (InputStream in =
            Objects.requireNonNull(Sheet.class.getResourceAsStream(fileName), fileName);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          current = new ArrayList<>();
          sections.put(line.substring(1, line.indexOf(']')), current);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          current.add(new Row(cells(line)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Sheet(sections);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.split("\\|")) {
      cells.add(cell.strip());
    }
    return cells;
  }

  List<Row> rows(String section) {
    return Objects.requireNonNull(sections.get(section), section);
  }
}
