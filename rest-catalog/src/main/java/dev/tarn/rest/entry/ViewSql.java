package dev.tarn.rest.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.schema.MultiPartName;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a query reads, as far as a parser for many dialects understands it. */
final class ViewSql {
  private static final Logger LOG = LoggerFactory.getLogger(ViewSql.class);

  /** A commit waits for it. */
  private static final Duration LONGEST_PARSING = Duration.ofSeconds(1);

  private static final int MAX_SQL_CHARS = 100_000;

  private ViewSql() {}

  /**
   * Returns the names of the tables and views that a query reads, each as the parts that it has in
   * the query, without quotes; none where it cannot be parsed.
   */
  static List<List<String>> sources(String sql) {
    if (sql.isBlank() || sql.length() > MAX_SQL_CHARS) {
      return List.of();
    }
    try {
      Statement statement =
          CCJSqlParserUtil.parse(sql, parser -> parser.withTimeOut(LONGEST_PARSING.toMillis()));
      Parts finder = new Parts();
      Set<String> names = finder.getTables(statement);
      return names.stream().map(finder.parts::get).distinct().toList();
    } catch (JSQLParserException e) {
      LOG.atDebug().setMessage("What a view reads is not known").setCause(e).log();
      return List.of();
    } catch (RuntimeException e) {
      // A defect of the parser: no reason to refuse the view.
      LOG.atWarn().setMessage("What a view reads could not be found out").setCause(e).log();
      return List.of();
    }
  }

  /** Finds tables with the parts of their names; names of the query's own are left out by it. */
  private static final class Parts extends TablesNamesFinder<Void> {
    private final Map<String, List<String>> parts = new LinkedHashMap<>();

    @Override
    protected String extractTableName(Table table) {
      String name = super.extractTableName(table);
      // The last part comes first.
      List<String> reversed = new ArrayList<>();
      table.getNameParts().stream()
          .filter(part -> part != null && !part.isEmpty())
          .forEach(part -> reversed.addFirst(MultiPartName.unquote(part)));
      parts.put(name, List.copyOf(reversed));
      return name;
    }
  }
}
