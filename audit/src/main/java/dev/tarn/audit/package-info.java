/**
 * The audit in the control database. Entry types: {@link dev.tarn.audit.DatabaseAuditTrail} keeps
 * the chains, {@link dev.tarn.audit.AccessRecorder} says which decisions are events.
 *
 * <p>An event is one insert, in one transaction with the end of its chain, before the request is
 * answered. What cannot be kept is not done.
 */
@NullMarked
package dev.tarn.audit;

import org.jspecify.annotations.NullMarked;
