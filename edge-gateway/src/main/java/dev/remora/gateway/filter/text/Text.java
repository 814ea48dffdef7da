package dev.remora.gateway.filter.text;

import dev.remora.core.config.Type;
import dev.remora.gateway.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A text in which a name in braces stands for something of the request; two opening braces are one
 * that means itself. Immutable.
 *
 * @param written as it stands in the file
 * @param pieces what it is made of
 */
public record Text(String written, List<Piece> pieces) {
  /**
   * A part of it.
   *
   * @param text what is written, or the name of a variable
   */
  public record Piece(String text, boolean isVariable) {}

  /**
   * Reads one.
   *
   * @param variables the names that may stand in braces
   * @throws Type.BadValue if another does
   */
  static Text parse(String written, Set<String> variables) {
    if (written == null || written.isEmpty()) {
      throw new Type.BadValue("is no text");
    }
    List<Piece> pieces = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (Character.isISOControl(c)) {
        throw new Type.BadValue("contains a control character");
      }
      if (c != '{' || written.startsWith("{{", i)) {
        i += c == '{' ? 1 : 0;
        plain.append(c);
        continue;
      }
      int end = written.indexOf('}', i);
      String name = end < 0 ? "" : written.substring(i + 1, end);
      if (!variables.contains(name)) {
        throw new Type.BadValue(
            end < 0 ? "has a brace that is not closed" : "has {" + name + "}, which is not known");
      }
      if (plain.length() > 0) {
        pieces.add(new Piece(plain.toString(), false));
        plain.setLength(0);
      }
      pieces.add(new Piece(name, true));
      i = end;
    }
    if (plain.length() > 0) {
      pieces.add(new Piece(plain.toString(), false));
    }
    return new Text(written, List.copyOf(pieces));
  }

  /** What it is for {@code exchange}: visible ASCII and spaces, all else escaped as in URLs. */
  public String of(Exchange exchange) {
    if (pieces.size() == 1) {
      return of(pieces.get(0), exchange);
    }
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      all.append(of(pieces.get(i), exchange));
    }
    return all.toString();
  }

  private static String of(Piece piece, Exchange exchange) {
    return piece.isVariable ? Variables.value(piece.text, exchange) : piece.text;
  }

  @Override
  public String toString() {
    return written;
  }
}
