/**
 * Assets and relationships: the current state of everything the catalog knows. Entry types: {@link
 * dev.tarn.core.asset.Asset} and {@link dev.tarn.core.asset.Relationship}; both are {@link
 * dev.tarn.core.asset.Entity entities} of the change log.
 *
 * <p>References that an asset holds (parent, owners, tags, terms, …) are fields of the asset, by
 * id. Edges that carry attributes of their own (lineage, foreign keys, …) are relationships.
 * Nothing is held in both places.
 */
@NullMarked
package dev.tarn.core.asset;

import org.jspecify.annotations.NullMarked;
