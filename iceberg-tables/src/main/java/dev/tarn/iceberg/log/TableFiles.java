package dev.tarn.iceberg.log;

import dev.tarn.iceberg.io.LocalFileIO;
import java.nio.file.Path;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.io.LocationProvider;

/**
 * Where a branch writes the files of a table: in a folder of its own, also for a table that it took
 * over from the branch it was created from.
 */
public final class TableFiles implements LocationProvider {
  private static final long serialVersionUID = 1L;

  private final String location;

  TableFiles(Path folder) {
    this.location = LocalFileIO.location(folder);
  }

  /** Returns the location of the table as this branch would create it. */
  public String location() {
    return location;
  }

  /** Returns the location of a new metadata file. */
  public String metadata(String fileName) {
    return location + "/metadata/" + fileName;
  }

  @Override
  public String newDataLocation(String fileName) {
    return location + "/data/" + fileName;
  }

  @Override
  public String newDataLocation(PartitionSpec spec, StructLike partition, String fileName) {
    return spec.isUnpartitioned()
        ? newDataLocation(fileName)
        : newDataLocation(spec.partitionToPath(partition) + "/" + fileName);
  }
}
