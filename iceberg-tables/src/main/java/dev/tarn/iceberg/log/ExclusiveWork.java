package dev.tarn.iceberg.log;

import java.io.IOException;

/** Something that no other commit of this process is to come between. */
@FunctionalInterface
public interface ExclusiveWork<T> {
  T run() throws IOException;
}
