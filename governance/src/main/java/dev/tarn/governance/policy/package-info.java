/**
 * Who may do what, from the roles, memberships and policies that a tenant keeps as assets. Entry
 * type: {@link dev.tarn.governance.policy.CatalogPolicy}, the decision point; {@link
 * dev.tarn.governance.policy.Condition} turns an expression in CEL into what an index can answer.
 */
@NullMarked
package dev.tarn.governance.policy;

import org.jspecify.annotations.NullMarked;
