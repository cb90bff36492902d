/**
 * The audit: who was refused what, who did what only few may, and the proof that nothing of it was
 * changed. Entry type: {@link dev.tarn.core.audit.AuditTrail}; {@link
 * dev.tarn.core.audit.HashChain} is what makes a change of it show.
 *
 * <p>Changes of metadata are in the log of changes, with who made them; here is what leaves no
 * trace there.
 */
@NullMarked
package dev.tarn.core.audit;

import org.jspecify.annotations.NullMarked;
