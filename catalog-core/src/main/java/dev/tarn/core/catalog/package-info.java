/**
 * The use cases of the catalog, behind which every protocol stands. Entry type: {@link
 * dev.tarn.core.catalog.Catalog}. It asks the policy first, opens branches on demand, and owns
 * their threads.
 */
@NullMarked
package dev.tarn.core.catalog;

import org.jspecify.annotations.NullMarked;
