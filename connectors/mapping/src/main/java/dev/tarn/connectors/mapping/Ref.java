package dev.tarn.connectors.mapping;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.AssetLocator;

/** An asset by type and qualified name. */
public record Ref(String type, String qualifiedName) {
  public Ref {
    qualifiedName = qualifiedName.strip();
    if (type.isEmpty() || qualifiedName.isEmpty()) {
      throw new IllegalArgumentException("a reference has a type and a name");
    }
  }

  /** Returns the reference as a change names it. */
  public AssetLocator locator() {
    return new AssetLocator.ByName(type, qualifiedName);
  }

  /** Returns the id that the asset has if it was never renamed: for reference attributes. */
  public String id() {
    return AssetId.derive(type, qualifiedName).value();
  }

  /** Returns {@code type:qualifiedName}. */
  @Override
  public String toString() {
    return type + ":" + qualifiedName;
  }
}
