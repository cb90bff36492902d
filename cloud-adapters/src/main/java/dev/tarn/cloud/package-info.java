/**
 * Files of users' tables in the cloud, by Iceberg's own adapters.
 *
 * <p>{@link dev.tarn.cloud.StorageByScheme} is the one place that files are reached through: a
 * location's scheme says in which storage it is. {@link dev.tarn.cloud.S3Storage} makes the one of
 * S3, from {@link dev.tarn.cloud.S3Settings}. {@link dev.tarn.cloud.S3Vending} gives engines keys
 * that are good for one table.
 *
 * <p>Rules: the server's keys stay in the server; nothing here hands them out, nor writes them to a
 * log.
 */
@NullMarked
package dev.tarn.cloud;

import org.jspecify.annotations.NullMarked;
