package dev.tarn.lucene.search;

/** How far a search goes beyond the words that were typed. */
enum Breadth {
  /** All words, as they are written; another spelling only of words that no asset has. */
  STRICT,
  /** Most of the words, in other spellings too; those that are found strictly come first. */
  RELAXED,
  /** As relaxed, for when nothing is found strictly. */
  LOOSE
}
