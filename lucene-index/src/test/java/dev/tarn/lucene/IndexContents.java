package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.json.EntityJson;
import dev.tarn.lucene.search.SearchFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/** What the files of an index have of each asset, past all that reads them for users. */
record IndexContents(Map<AssetId, Integer> nodes, Map<AssetId, TreeSet<String>> terms) {
  /** Reads what is durable of the only index below a folder. */
  static IndexContents read(Path root) throws IOException {
    try (FSDirectory directory = FSDirectory.open(folder(root));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      return read(reader);
    }
  }

  /** Returns the folder of the only index below a folder. */
  static Path folder(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("segments_"))
          .findFirst()
          .orElseThrow()
          .getParent();
    }
  }

  private static IndexContents read(DirectoryReader reader) throws IOException {
    DocumentLookup lookup = new DocumentLookup(reader);
    NumberColumn numbers = new NumberColumn(reader, Fields.NODE);
    IndexContents contents = new IndexContents(new HashMap<>(), new TreeMap<>());
    for (LeafReaderContext leaf : reader.leaves()) {
      Map<Integer, AssetId> assets = new HashMap<>();
      Bits live = leaf.reader().getLiveDocs();
      for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
        long node = numbers.read(leaf.docBase + doc, -1);
        if (node < 0 || (live != null && !live.get(doc))) {
          continue;
        }
        AssetId id = id(lookup, leaf.docBase + doc);
        if (contents.nodes.put(id, Math.toIntExact(node)) != null) {
          throw new IOException("two documents of " + id);
        }
        contents.terms.put(id, new TreeSet<>());
        assets.put(doc, id);
      }
      for (FieldInfo field : leaf.reader().getFieldInfos()) {
        if (field.getIndexOptions() != IndexOptions.NONE && !field.name.equals(Fields.NODE)) {
          contents.addTerms(leaf, field.name, assets);
        }
      }
    }
    return contents;
  }

  private static AssetId id(DocumentLookup lookup, int doc) throws IOException {
    byte[] source = lookup.stored(doc, Fields.SOURCE);
    return source == null
        ? Fields.assetId(new BytesRef(lookup.stored(doc, Fields.STUB)))
        : ((Asset) EntityJson.read(EntityKind.ASSET, source)).id();
  }

  private void addTerms(LeafReaderContext leaf, String field, Map<Integer, AssetId> assets)
      throws IOException {
    Terms of = leaf.reader().terms(field);
    if (of == null) {
      return;
    }
    TermsEnum found = of.iterator();
    for (BytesRef term = found.next(); term != null; term = found.next()) {
      PostingsEnum postings = found.postings(null, PostingsEnum.FREQS);
      for (int doc = postings.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = postings.nextDoc()) {
        AssetId id = assets.get(doc);
        if (id != null) {
          terms.get(id).add(field + " " + text(term) + " " + postings.freq());
        }
      }
    }
  }

  /** Returns one character for each byte. */
  private static String text(BytesRef term) {
    return new String(term.bytes, term.offset, term.length, StandardCharsets.ISO_8859_1);
  }

  /** Returns the names of the columns that an asset is found by, each of which is one word. */
  List<String> columnNames(AssetId asset) {
    TreeSet<String> of = terms.get(asset);
    return of.stream()
        .filter(term -> term.startsWith(SearchFields.COLUMN_KEY + " "))
        .map(term -> term.split(" ", 3)[1])
        .toList();
  }
}
