/**
 * Tenants: catalogs that share nothing but a server. Entry type: {@link
 * dev.tarn.core.tenant.Tenant}, what is known of one; {@link dev.tarn.core.tenant.TenantStore}
 * keeps it where all servers of an installation see it.
 *
 * <p>A tenant is a root of branches in the version store, a place of its own for files, and an
 * index. Nothing here decides who may do what with one.
 */
@NullMarked
package dev.tarn.core.tenant;

import org.jspecify.annotations.NullMarked;
