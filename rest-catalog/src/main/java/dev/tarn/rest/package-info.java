/**
 * The metadata API over HTTP: REST under {@code /api/v1}, GraphQL at {@code /graphql}, and the
 * OpenAPI description of the former. Entry type: {@link dev.tarn.rest.RestConfiguration}, which an
 * application imports beside beans of {@link dev.tarn.core.catalog.Catalog} and {@link
 * dev.tarn.rest.request.PrincipalResolver}.
 *
 * <p>A tour: {@code request} is what all requests share: scope, headers, bodies, errors. {@code
 * asset}, {@code branch} and {@code change} are the resources. {@code stream} takes any number of
 * changes with bounded memory; {@code bulk} and {@code ingestion} stand on it. {@code graphql}
 * answers the same catalog as a graph. {@code openapi} describes it all.
 *
 * <p>No rule of the catalog is here: every request becomes one call of the catalog, and every error
 * has the code that the catalog gave it. Handlers block; the server runs them on virtual threads.
 */
@NullMarked
package dev.tarn.rest;

import org.jspecify.annotations.NullMarked;
