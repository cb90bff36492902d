/**
 * The JSON form of what the catalog keeps and of what it is told. Entry types: {@link
 * dev.tarn.json.EntityJson}, the persisted form of assets, relationships and types; {@link
 * dev.tarn.json.ChangeJson}, the line format of changes; {@link dev.tarn.json.LineReader}, which
 * cuts a stream into lines in bounded memory; {@link dev.tarn.json.ValueJson}, attribute values
 * alone.
 *
 * <p><b>Tarn's NDJSON</b> is one change a line, in strict UTF-8, each line within {@link
 * dev.tarn.json.JsonLimits}; {@link dev.tarn.json.ChangeJson} lists the members. For example:
 *
 * <pre>{@code
 * {"type":"table","qualifiedName":"shop.orders","description":"All orders","owners":["user:alice"]}
 * {"op":"patch","asset":"table:shop.orders","tags":{"add":["tag:gold"]},"expectedVersion":3}
 * {"op":"relate","type":"lineage","source":"table:shop.orders","target":"view:shop.revenue"}
 * {"op":"unrelate","type":"lineage","source":"table:shop.orders","target":"view:shop.revenue"}
 * {"op":"delete","asset":{"type":"table","qualifiedName":"shop.orders"}}
 * {"op":"restore","asset":"284da69c27bc794773f5df3c5462eb51"}
 * {"op":"define-type","assetType":{"name":"sensor","attributes":[{"name":"unit","kind":"string"}]}}
 * }</pre>
 *
 * <p>A bad line is an error about that line; the next one is read as if it had not been there.
 *
 * <p>Names are camelCase and stable: they are in tables and indexes. Every failure to read is a
 * {@link dev.tarn.core.error.CatalogException} that names the field, by its path, where one is
 * known. What is read is not validated against types: the committer does that.
 */
@NullMarked
package dev.tarn.json;

import org.jspecify.annotations.NullMarked;
