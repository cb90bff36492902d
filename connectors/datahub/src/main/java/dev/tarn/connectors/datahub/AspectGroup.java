package dev.tarn.connectors.datahub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.datahub.Entities.Entity;

/** Maps some aspects. */
interface AspectGroup {
  /** Maps an aspect; false if it is none of this group's. */
  boolean map(Entity entity, String name, JsonNode aspect);
}
