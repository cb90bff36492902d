package dev.tarn.iceberg.log;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;

/** Table metadata by file, which never changes: the recently used. */
final class MetadataCache {
  private static final int MAX_ENTRIES = 128;

  private final FileIO io;
  private final Map<String, TableMetadata> byLocation =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TableMetadata> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  MetadataCache(FileIO io) {
    this.io = io;
  }

  synchronized void put(TableMetadata metadata) {
    byLocation.put(metadata.metadataFileLocation(), metadata);
  }

  TableMetadata load(String location) throws IOException {
    synchronized (this) {
      TableMetadata known = byLocation.get(location);
      if (known != null) {
        return known;
      }
    }
    TableMetadata read;
    try {
      read = TableMetadataParser.read(io.newInputFile(location));
    } catch (RuntimeException e) {
      // Iceberg's parser answers a torn or missing file with many kinds of runtime exception
      throw new UnreadableTablesException("cannot read table metadata " + location, e);
    }
    put(read);
    return read;
  }
}
