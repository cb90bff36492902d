package dev.tarn.benchmarks.opensearch;

import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.core.LowerCaseFilter;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.opensearch.index.analysis.AnalyzerProvider;
import org.opensearch.index.analysis.AnalyzerScope;
import org.opensearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.opensearch.plugins.AnalysisPlugin;
import org.opensearch.plugins.Plugin;

/**
 * The analyzer {@value #NAME}: a distribution of OpenSearch has it ready made, in a module that is
 * not published as a library; its parts are Lucene's.
 */
public final class IdentifierAnalysis extends Plugin implements AnalysisPlugin {
  static final String NAME = "identifier";

  private static final int FLAGS =
      WordDelimiterGraphFilter.GENERATE_WORD_PARTS
          | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
          | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
          | WordDelimiterGraphFilter.SPLIT_ON_NUMERICS;

  @Override
  public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
    return Map.of(NAME, (indexSettings, environment, name, settings) -> new Provider(name));
  }

  private record Provider(String name, Analyzer analyzer) implements AnalyzerProvider<Analyzer> {
    Provider(String name) {
      this(name, new Identifiers());
    }

    @Override
    public AnalyzerScope scope() {
      return AnalyzerScope.INDEX;
    }

    @Override
    public Analyzer get() {
      return analyzer;
    }
  }

  /** Words between blanks, their parts, in lower case. */
  private static final class Identifiers extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String fieldName) {
      Tokenizer words = new WhitespaceTokenizer();
      TokenStream parts = new FlattenGraphFilter(new WordDelimiterGraphFilter(words, FLAGS, null));
      return new TokenStreamComponents(words, new LowerCaseFilter(parts));
    }
  }
}
