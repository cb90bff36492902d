/**
 * What a catalog holds of a person: found, and replaced everywhere by a pseudonym. Entry type:
 * {@link dev.tarn.core.privacy.PersonStore}, which reads and rewrites what a tenant's versioned
 * tables hold; {@link dev.tarn.core.privacy.NameReplacer} says what is replaced by what.
 *
 * <p>The past is rewritten in place: commits keep their ids, rows keep their places and versions,
 * and only what says who a person is changes. Nothing here decides who may have that done.
 */
@NullMarked
package dev.tarn.core.privacy;

import org.jspecify.annotations.NullMarked;
