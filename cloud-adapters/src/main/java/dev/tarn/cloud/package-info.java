/**
 * Files of users' tables in the cloud, by Iceberg's own adapters.
 *
 * <p>{@link dev.tarn.cloud.StorageByFolder} is the one place that files are reached through: the
 * folder that a location is below says in which storage it is, for what is elsewhere its scheme, by
 * {@link dev.tarn.cloud.StorageByScheme}. {@link dev.tarn.cloud.S3Storage} makes those of S3, from
 * {@link dev.tarn.cloud.S3Settings}. {@link dev.tarn.cloud.S3Vending} gives engines keys that are
 * good for one table, {@link dev.tarn.cloud.VendingByFolder} those of the table's storage.
 *
 * <p>Rules: the server's keys stay in the server; nothing here hands them out, nor writes them to a
 * log.
 */
@NullMarked
package dev.tarn.cloud;

import org.jspecify.annotations.NullMarked;
