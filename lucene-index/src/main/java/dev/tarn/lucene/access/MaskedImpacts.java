package dev.tarn.lucene.access;

import java.io.IOException;
import org.apache.lucene.index.Impacts;
import org.apache.lucene.index.ImpactsEnum;
import org.apache.lucene.util.BytesRef;

/**
 * The documents of a term of which the field is not hidden, with what scores they have at most:
 * that of all documents is right, if not tight.
 */
final class MaskedImpacts extends ImpactsEnum {
  private final ImpactsEnum in;
  private final MaskedDocuments masked;

  MaskedImpacts(ImpactsEnum in, MaskedDocuments masked) {
    this.in = in;
    this.masked = masked;
  }

  @Override
  public int docID() {
    return in.docID();
  }

  @Override
  public int nextDoc() throws IOException {
    return masked.nextPosting(in, in.nextDoc());
  }

  @Override
  public int advance(int target) throws IOException {
    return masked.nextPosting(in, in.advance(target));
  }

  @Override
  public long cost() {
    return in.cost();
  }

  @Override
  public int freq() throws IOException {
    return in.freq();
  }

  @Override
  public int nextPosition() throws IOException {
    return in.nextPosition();
  }

  @Override
  public int startOffset() throws IOException {
    return in.startOffset();
  }

  @Override
  public int endOffset() throws IOException {
    return in.endOffset();
  }

  @Override
  public BytesRef getPayload() throws IOException {
    return in.getPayload();
  }

  @Override
  public void advanceShallow(int target) throws IOException {
    in.advanceShallow(target);
  }

  @Override
  public Impacts getImpacts() throws IOException {
    return in.getImpacts();
  }
}
