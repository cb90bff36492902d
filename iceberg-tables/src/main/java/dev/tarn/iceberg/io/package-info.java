/**
 * Files of the warehouse on a local or mounted file system, with control over when they are safe.
 *
 * <p>{@link dev.tarn.iceberg.io.LocalFileIO} gives Iceberg its files without Hadoop. A file is
 * synced when its stream closes, unless it was written through {@link
 * dev.tarn.iceberg.io.DeferredSyncFileIO}, which syncs all files of one commit together. {@link
 * dev.tarn.iceberg.io.FileSync} is the only place that forces files and directories.
 */
@NullMarked
package dev.tarn.iceberg.io;

import org.jspecify.annotations.NullMarked;
