/**
 * The OpenAPI 3.1 description of the API. Entry type: {@link
 * dev.tarn.rest.openapi.OpenApiConfiguration}. Operations are described at their controllers; what
 * all of them share, headers and errors, is added here by the kind of the request. Documents of the
 * catalog, which no Java class of this module mirrors, are in {@code openapi/schemas.json}.
 */
@NullMarked
package dev.tarn.rest.openapi;

import org.jspecify.annotations.NullMarked;
