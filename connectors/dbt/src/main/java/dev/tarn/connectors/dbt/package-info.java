/**
 * dbt: {@code manifest.json} and {@code catalog.json}, together or each alone. Entry type: {@link
 * dev.tarn.connectors.dbt.DbtImporter}.
 *
 * <ul>
 *   <li>A model, seed, snapshot or source is the table that it stands for, named by database,
 *       schema and alias on the platform that the manifest's adapter names. A seed that is also
 *       declared as a source is one table. An ephemeral model is a {@code view}: nothing stores it.
 *   <li>What has no table (tests, exposures, metrics, semantic models, saved queries, analyses,
 *       hooks) is {@code dbt.package.name}.
 *   <li>What the manifest says in words comes before what the catalog's comments say; types come
 *       from the catalog, which asked the warehouse.
 *   <li>Groups are teams, and own what is in them; so do the owners in {@code meta}.
 *   <li>Lineage is {@code depends_on}; the artifacts have none between columns.
 * </ul>
 *
 * <p>Macros, doc blocks and what is disabled are counted, not mapped.
 */
@NullMarked
package dev.tarn.connectors.dbt;

import org.jspecify.annotations.NullMarked;
