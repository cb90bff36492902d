package dev.tarn.signin.key;

import dev.tarn.control.ControlDatabase;
import dev.tarn.control.TextRows;
import dev.tarn.core.audit.ListedRedaction;
import dev.tarn.core.privacy.Finding;
import dev.tarn.core.privacy.NameReplacer;
import dev.tarn.core.privacy.PersonRecords;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys of a person, and that they are blocked. A pseudonym does not sign in: all of it goes.
 * What else names them, such as who made a key, is replaced.
 */
public final class PersonKeys implements PersonRecords {
  private static final Set<String> TABLES = Set.of("api_keys", "blocked_actors");

  private final ControlDatabase database;
  private final ApiKeys keys;

  public PersonKeys(ControlDatabase database, ApiKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  @Override
  public List<Finding> find(Set<TenantId> family, NameReplacer names) {
    return Finding.replaceable("control database: ", texts(family, names));
  }

  private Map<String, List<String>> texts(Set<TenantId> family, NameReplacer names) {
    Map<String, List<String>> texts = new HashMap<>();
    for (TenantId tenant : family) {
      new TextRows(database)
          .each(
              Set.of(tenant.value()),
              (table, column, text) -> {
                if (TABLES.contains(table) && names.isIn(text)) {
                  texts.computeIfAbsent(table + "." + column, any -> new ArrayList<>()).add(text);
                }
              });
    }
    return texts;
  }

  @Override
  public void replace(
      Set<TenantId> family,
      NameReplacer names,
      Map<TenantId, ListedRedaction> redactions,
      Principal by) {
    var unused =
        database.inTransaction(
            sql -> {
              for (TenantId tenant : family) {
                for (String actor : names.names().actors()) {
                  delete(sql, tenant, actor);
                }
                update(sql, tenant, "created_by", names);
                update(sql, tenant, "description", names);
              }
              return family;
            });
    keys.forgetAll();
  }

  private static void delete(JdbcClient sql, TenantId tenant, String actor) {
    for (String table : TABLES) {
      var unused =
          sql.sql("DELETE FROM " + table + " WHERE tenant = ? AND lower(actor) = ?")
              .params(tenant.value(), actor.toLowerCase(Locale.ROOT))
              .update();
    }
  }

  private static void update(JdbcClient sql, TenantId tenant, String column, NameReplacer names) {
    List<String> texts =
        sql.sql("SELECT DISTINCT " + column + " FROM api_keys WHERE tenant = ?")
            .param(tenant.value())
            .query(String.class)
            .list();
    for (String text : texts) {
      String replaced = names.text(text);
      if (!replaced.equals(text)) {
        var unused =
            sql.sql(
                    "UPDATE api_keys SET "
                        + column
                        + " = ? WHERE tenant = ? AND "
                        + column
                        + " = ?")
                .params(replaced, tenant.value(), text)
                .update();
      }
    }
  }
}
