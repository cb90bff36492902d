/**
 * Who may do what, over every operation that the running server has, whatever its protocol. {@link
 * dev.tarn.server.permissions.Rules} is the one table that declares it; {@link
 * dev.tarn.server.permissions.PermissionMatrixTest} finds the operations in the description of the
 * API, the schema of GraphQL and the routes, and sends each of them as everybody. A protocol that
 * is added adds a finder of its operations here, and their lines to the table.
 */
@NullMarked
package dev.tarn.server.permissions;

import org.jspecify.annotations.NullMarked;
