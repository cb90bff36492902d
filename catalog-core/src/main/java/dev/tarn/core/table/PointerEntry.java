package dev.tarn.core.table;

/** A name in a list, and what kind of thing it stands for. */
public record PointerEntry(TableName name, PointerKind kind) {}
