/** Tenants, branches and tags, and how a branch is. Entry types are the controllers. */
@NullMarked
package dev.tarn.rest.branch;

import org.jspecify.annotations.NullMarked;
