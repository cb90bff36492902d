/**
 * The catalog as a graph. Entry type: {@link dev.tarn.rest.graphql.GraphqlConfiguration}; the
 * schema is {@code graphql/tarn.graphqls}.
 *
 * <p>A request reads from one {@code RequestView}, so that everything in an answer is of one
 * commit. Whatever a field needs beyond its own object goes through a {@code Loaders} batch: a
 * query costs reads by its depth, and not by the number of assets in its answer.
 */
@NullMarked
package dev.tarn.rest.graphql;

import org.jspecify.annotations.NullMarked;
