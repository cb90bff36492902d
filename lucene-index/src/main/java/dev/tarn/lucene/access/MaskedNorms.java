package dev.tarn.lucene.access;

import java.io.IOException;
import org.apache.lucene.index.FilterNumericDocValues;
import org.apache.lucene.index.NumericDocValues;

/** The lengths of texts of documents of which the field is not hidden. */
final class MaskedNorms extends FilterNumericDocValues {
  private final MaskedDocuments masked;

  MaskedNorms(NumericDocValues in, MaskedDocuments masked) {
    super(in);
    this.masked = masked;
  }

  @Override
  public boolean advanceExact(int target) throws IOException {
    return in.advanceExact(target) && !masked.hides(target);
  }

  @Override
  public int nextDoc() throws IOException {
    return masked.nextValue(in, in.nextDoc());
  }

  @Override
  public int advance(int target) throws IOException {
    return masked.nextValue(in, in.advance(target));
  }
}
