package dev.remora.gateway.auth.apikey;

import java.util.ArrayList;
import java.util.List;

/**
 * Parameters of a query. Names and keys are letters, digits, {@code -} and {@code _}, so that none
 * is ever escaped; one that is written with escapes nevertheless is not found, nor would another
 * name be.
 */
final class Query {
  private Query() {}

  /** All values of a parameter. */
  static List<String> values(String query, String name) {
    List<String> values = new ArrayList<>(1);
    if (query != null && query.contains(name)) {
      for (String pair : query.split("&", -1)) {
        if (isOf(pair, name)) {
          values.add(pair.length() == name.length() ? "" : pair.substring(name.length() + 1));
        }
      }
    }
    return values;
  }

  /** The query without a parameter; null: nothing is left. */
  static String without(String query, String name) {
    if (!query.contains(name)) {
      return query;
    }
    StringBuilder left = new StringBuilder();
    for (String pair : query.split("&", -1)) {
      if (!isOf(pair, name)) {
        left.append(left.length() == 0 ? "" : "&").append(pair);
      }
    }
    return left.length() == 0 ? null : left.toString();
  }

  private static boolean isOf(String pair, String name) {
    return pair.startsWith(name)
        && (pair.length() == name.length() || pair.charAt(name.length()) == '=');
  }
}
