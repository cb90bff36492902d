/**
 * The assembly: main, wiring, configuration, health and metrics. Entry type: {@link
 * dev.tarn.server.TarnServer}. It chooses the stores, gives them their settings, and opens the
 * default branch before the server says that it is ready. It holds no logic of the catalog.
 */
@NullMarked
package dev.tarn.server;

import org.jspecify.annotations.NullMarked;
