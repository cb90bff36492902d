package dev.tarn.iceberg.maintain;

import dev.tarn.iceberg.files.DataFiles.LiveFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;

/** Chooses which files of a table that is partitioned by day to merge into one. */
record DayFiles(MaintenanceSettings settings) {
  /** Returns files of one day; empty if there is nothing to do. */
  List<DataFile> choose(List<LiveFile> live) {
    TreeMap<Integer, List<DataFile>> days =
        live.stream()
            .map(LiveFile::file)
            .collect(
                Collectors.groupingBy(
                    file -> file.partition().get(0, Integer.class),
                    TreeMap::new,
                    Collectors.toList()));
    for (Map.Entry<Integer, List<DataFile>> day : days.entrySet()) {
      boolean over = !day.getKey().equals(days.lastKey());
      List<DataFile> chosen = smallest(day.getValue(), over);
      if (chosen.size() >= (over ? 2 : settings.minChangeFiles())) {
        return chosen;
      }
    }
    return List.of();
  }

  private List<DataFile> smallest(List<DataFile> day, boolean over) {
    List<DataFile> files = new ArrayList<>(day);
    files.sort(Comparator.comparingLong(DataFile::recordCount));
    List<DataFile> chosen = new ArrayList<>();
    long rows = 0;
    for (DataFile file : files) {
      // Like a binary counter: a merged file joins when what is newer has become as large.
      boolean joins =
          over || chosen.size() < settings.minChangeFiles() || file.recordCount() <= rows;
      if (!joins || rows + file.recordCount() > settings.maxChangeRows()) {
        break;
      }
      chosen.add(file);
      rows += file.recordCount();
    }
    return chosen;
  }
}
