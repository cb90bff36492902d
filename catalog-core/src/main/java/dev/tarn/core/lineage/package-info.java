/**
 * Where data comes from and where it goes: walks along relationships. Entry type: {@link
 * dev.tarn.core.lineage.LineageReader}, which answers what is near an asset, everything that hangs
 * on it, and how two assets hang together.
 *
 * <p>There is one walk, {@link dev.tarn.core.lineage.BreadthFirstLineage}. It runs over {@link
 * dev.tarn.core.lineage.LineageEdges}: by default those that a state lists page by page, which any
 * state of the present or the past can do; an index has faster ones. Neighbours always come in the
 * order of their ids, so that the same question has the same answer, and a cursor the same rest,
 * whatever the edges are read from.
 *
 * <p>Nothing is left out in silence: a node that is not shown whole says why, how much there is
 * more, and how to go on.
 */
@NullMarked
package dev.tarn.core.lineage;

import org.jspecify.annotations.NullMarked;
