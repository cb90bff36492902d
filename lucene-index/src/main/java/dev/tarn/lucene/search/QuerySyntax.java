package dev.tarn.lucene.search;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import org.apache.lucene.queryparser.flexible.core.QueryNodeParseException;
import org.apache.lucene.queryparser.flexible.core.nodes.FieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QueryNode;
import org.apache.lucene.queryparser.flexible.standard.parser.ParseException;
import org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParser;
import org.jspecify.annotations.Nullable;

/**
 * A query as Lucene's parser understands it. Two characters that the parser gives a meaning mean
 * themselves here, because names are full of them: the slash and the at sign.
 */
final class QuerySyntax {
  /** The field of words that name none; no field can be called so. */
  static final String NO_FIELD = "";

  private static final String FIELD = "query";
  private static final String ORDINARY = "/@";

  private final String query;

  /** For each character that the parser sees, which one of the query it is; and the end. */
  private final int[] origins;

  private final @Nullable QueryNode root;

  private QuerySyntax(String query, int[] origins, String escaped) {
    this.query = query;
    this.origins = origins;
    this.root = query.isBlank() ? null : parsed(escaped);
  }

  /**
   * Parses a query.
   *
   * @throws CatalogException {@code malformed-query} or {@code query-too-complex}
   */
  static QuerySyntax parse(String query) {
    StringBuilder escaped = new StringBuilder(query.length() + 16);
    int[] origins = new int[2 * query.length() + 1];
    int depth = 0;
    int quote = -1;
    for (int i = 0; i < query.length(); i++) {
      char at = query.charAt(i);
      if (quote < 0 && ORDINARY.indexOf(at) >= 0) {
        origins[escaped.length()] = i;
        escaped.append('\\');
      }
      origins[escaped.length()] = i;
      escaped.append(at);
      if (at == '\\' && i + 1 < query.length()) {
        i++;
        origins[escaped.length()] = i;
        escaped.append(query.charAt(i));
      } else if (at == '\\') {
        throw malformed(i, "a backslash stands before the character that it escapes");
      } else if (at == '"') {
        quote = quote < 0 ? i : -1;
      } else if (quote < 0 && at == '(') {
        depth++;
        if (depth > SearchLimits.MAX_DEPTH) {
          throw CatalogException.atPosition(
              ErrorCode.QUERY_TOO_COMPLEX,
              FIELD,
              i,
              "groups are nested at most " + SearchLimits.MAX_DEPTH + " deep");
        }
      } else if (quote < 0 && at == ')') {
        depth--;
      }
    }
    if (quote >= 0) {
      throw malformed(quote, "a quotation has no end");
    }
    origins[escaped.length()] = query.length();
    return new QuerySyntax(query, origins, escaped.toString());
  }

  private QueryNode parsed(String escaped) {
    try {
      return new StandardSyntaxParser().parse(escaped, NO_FIELD);
    } catch (ParseException e) {
      int at = e.currentToken == null || e.currentToken.next == null ? 0 : start(e);
      throw malformed(at, at >= query.length() ? "the query ends too early" : unexpected(at));
    } catch (QueryNodeParseException e) {
      // Nothing is known of where: the parser's own reader of characters gave up.
      throw malformed(0, "the query cannot be read: put names with special characters in quotes");
    }
  }

  private int start(ParseException e) {
    return origin(e.currentToken.next.beginColumn);
  }

  private String unexpected(int at) {
    int point = query.codePointAt(at);
    return "unexpected '"
        + (Character.isISOControl(point) ? "?" : Character.toString(point))
        + "' at character "
        + at
        + ": put names with special characters in quotes, or a backslash before each";
  }

  /** Returns the parsed query; null if it is blank. */
  @Nullable QueryNode root() {
    return root;
  }

  /** Returns where in the query a node begins. */
  int position(QueryNode node) {
    if (node instanceof FieldQueryNode text) {
      return origin(text.getBegin());
    }
    if (node.getChildren() != null && !node.getChildren().isEmpty()) {
      return position(node.getChildren().getFirst());
    }
    return 0;
  }

  /** Returns the first character after a node's text. */
  int end(FieldQueryNode node) {
    return origin(node.getEnd());
  }

  /** Returns where the name of a node's field stands. */
  int fieldPosition(FieldQueryNode node, String label) {
    int text = position(node);
    int found = query.lastIndexOf(label, text);
    return found < 0 ? text : found;
  }

  private int origin(int at) {
    int length = origins.length - 1;
    int within = Math.clamp(at, 0, length);
    // What lies beyond the text that was parsed is its end.
    return within > 0 && origins[within] == 0 ? query.length() : origins[within];
  }

  static CatalogException malformed(int position, String message) {
    return CatalogException.atPosition(ErrorCode.MALFORMED_QUERY, FIELD, position, message);
  }

  static CatalogException tooComplex(int position, String message) {
    return CatalogException.atPosition(ErrorCode.QUERY_TOO_COMPLEX, FIELD, position, message);
  }
}
