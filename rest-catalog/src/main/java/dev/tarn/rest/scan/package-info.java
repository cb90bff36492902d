/**
 * Scans planned on the server: {@link dev.tarn.rest.scan.ScanPlans} gives the files of a scan page
 * by page. A page names the next one by a token that says all there is to know, so any server goes
 * on with it; the server that gave it has the plan at hand.
 */
@NullMarked
package dev.tarn.rest.scan;

import org.jspecify.annotations.NullMarked;
