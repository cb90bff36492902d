/**
 * Search by meaning. Entry type: {@link dev.tarn.lucene.vector.BranchVectors}, the vectors of one
 * branch: an index of their own beside that of the state, the follower that fills it, and {@link
 * dev.tarn.lucene.vector.VectorSearch}.
 *
 * <p><b>One vector per distinct text.</b> {@link dev.tarn.lucene.vector.AssetText} says what of an
 * asset is embedded; assets with the same text share one vector, found by the text's hash. The
 * state index has the hash in the documents of assets ({@link dev.tarn.lucene.vector.TextHashes}),
 * so nearest texts lead to assets by looking up terms, and a change of anything but the text
 * touches no vector. What a hash stands for never changes: whatever is in the vector index is
 * right, for any state of the branch; only what is missing or no longer used has to be found out.
 *
 * <p>Vectors are computed in the background and may lag behind the log; nothing waits for them.
 * They can be computed again, so this package must not be the only place of anything.
 */
@NullMarked
package dev.tarn.lucene.vector;

import org.jspecify.annotations.NullMarked;
