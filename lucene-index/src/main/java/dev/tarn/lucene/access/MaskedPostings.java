package dev.tarn.lucene.access;

import java.io.IOException;
import org.apache.lucene.index.FilterLeafReader.FilterPostingsEnum;
import org.apache.lucene.index.PostingsEnum;

/** The documents of a term of which the field is not hidden. */
final class MaskedPostings extends FilterPostingsEnum {
  private final MaskedDocuments masked;

  MaskedPostings(PostingsEnum in, MaskedDocuments masked) {
    super(in);
    this.masked = masked;
  }

  @Override
  public int nextDoc() throws IOException {
    return masked.nextPosting(in, in.nextDoc());
  }

  @Override
  public int advance(int target) throws IOException {
    return masked.nextPosting(in, in.advance(target));
  }
}
