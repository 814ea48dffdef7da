package dev.remora.core.config;

import java.util.Collection;

/** The words of error lines: values quoted safely, and guesses at what was meant. */
public final class Words {
  private static final int LONGEST_QUOTE = 80;

  private Words() {}

  /**
   * {@code text} in quotes, on one line, shortened; what stands before an {@code @} or after a
   * {@code ?} is hidden, because people put secrets there.
   */
  public static String quote(String text) {
    String shown = text;
    int at = shown.lastIndexOf('@');
    if (at >= 0) {
      int scheme = shown.indexOf("://");
      boolean before = scheme >= 0 && scheme < at;
      shown = (before ? shown.substring(0, scheme + 3) : "") + "***" + shown.substring(at);
    }
    int query = shown.indexOf('?');
    if (query >= 0) {
      shown = shown.substring(0, query + 1) + "***";
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < shown.length() && i < LONGEST_QUOTE; i++) {
      char c = shown.charAt(i);
      quoted.append(Character.isISOControl(c) ? '?' : c);
    }
    return quoted.append(shown.length() > LONGEST_QUOTE ? "…\"" : "\"").toString();
  }

  /** {@code a, b, c}. */
  public static String join(Collection<?> words) {
    return join(words, ", ");
  }

  public static String join(Collection<?> words, String separator) {
    StringBuilder joined = new StringBuilder();
    for (Object word : words) {
      joined.append(joined.length() == 0 ? "" : separator).append(word);
    }
    return joined.toString();
  }

  /** The candidate nearest to {@code word} by edits, or null when none is near. */
  public static String nearest(String word, Collection<String> candidates) {
    String best = null;
    // A third of the letters may be wrong, as in javac's and git's guesses.
    int bestDistance = Math.max(1, word.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance = distance(word, candidate);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** Optimal string alignment distance: insert, delete, replace and swap of neighbours cost 1. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
