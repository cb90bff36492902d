package dev.tarn.rest.graphql;

import dev.tarn.core.asset.Asset;
import java.util.List;

/** Where an asset's data comes from and goes to, nearest first. */
record Lineage(List<Asset> upstream, List<Asset> downstream) {}
