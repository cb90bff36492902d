/**
 * The type system. Entry type: {@link dev.tarn.core.type.TypeRegistry}, an immutable set of asset
 * and relationship types: the {@link dev.tarn.core.type.BuiltInTypes built-in} ones, which ship in
 * code, with what a tenant added. A type changes only compatibly: what was valid stays valid.
 */
@NullMarked
package dev.tarn.core.type;

import org.jspecify.annotations.NullMarked;
