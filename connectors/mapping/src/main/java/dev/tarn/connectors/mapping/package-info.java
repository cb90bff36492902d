/**
 * What importers share: names and folding.
 *
 * <p><b>Names.</b> The same thing gets the same type and qualified name from whichever file it
 * comes. {@link dev.tarn.connectors.mapping.DatasetName} holds the rules for data:
 *
 * <table>
 * <caption>Qualified names</caption>
 * <tr><th>asset</th><th>qualified name</th><th>example</th></tr>
 * <tr><td>platform</td><td>its lower-case name</td><td>{@code snowflake}</td></tr>
 * <tr><td>database</td><td>{@code platform.database}</td><td>{@code snowflake.prod}</td></tr>
 * <tr><td>schema</td><td>{@code platform.database.schema}</td><td>{@code snowflake.prod.sales}</td></tr>
 * <tr><td>table</td><td>{@code platform.database.schema.table}</td>
 *   <td>{@code snowflake.prod.sales.orders}</td></tr>
 * <tr><td>topic</td><td>{@code platform.topic}</td><td>{@code kafka.orders.v1}</td></tr>
 * <tr><td>file, dataset</td><td>its location; {@code platform.name} where it has none</td>
 *   <td>{@code s3://lake/orders.csv}</td></tr>
 * <tr><td>column</td><td>{@code dataset.path}, or {@code location#path}</td>
 *   <td>{@code snowflake.prod.sales.orders.id}</td></tr>
 * <tr><td>pipeline</td><td>{@code platform-or-namespace.pipeline}</td>
 *   <td>{@code airflow.nightly}</td></tr>
 * <tr><td>job</td><td>{@code pipeline.job}</td><td>{@code airflow.nightly.load}</td></tr>
 * <tr><td>user, team, tag, term, domain</td><td>its key in the source</td>
 *   <td>{@code alice@example.com}</td></tr>
 * </table>
 *
 * <p>What a warehouse serves as rows is a {@code table}, be it materialised or a view: a lineage
 * event cannot tell the two, and a model that becomes a view stays the same asset. {@code subTypes}
 * and {@code materialization} say which it is. Hosts, accounts and the environment PROD are no part
 * of a name, because only some formats know them; other environments are ({@code platform@dev}).
 * Names of platforms that fold case (Snowflake, Oracle, …) are lower case.
 *
 * <p><b>Folding.</b> {@link dev.tarn.connectors.mapping.ChangeFold} merges what the records of a
 * file say about an asset, so that each asset is written once, after what it refers to, and so that
 * a second import finds nothing to change. {@link dev.tarn.connectors.mapping.FoldedRead} bounds
 * its memory.
 *
 * <p>Nothing here knows a format, and nothing here validates: that is the committer's.
 */
@NullMarked
package dev.tarn.connectors.mapping;

import org.jspecify.annotations.NullMarked;
