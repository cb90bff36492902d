/**
 * The audit over HTTP: pages of events, the check of their chain, and exports for the programs that
 * watch over security. Entry type: {@link dev.tarn.rest.audit.AuditController}.
 */
@NullMarked
package dev.tarn.rest.audit;

import org.jspecify.annotations.NullMarked;
