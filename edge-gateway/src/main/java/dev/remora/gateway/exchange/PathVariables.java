package dev.remora.gateway.exchange;

import java.util.List;

/** Finds the parts of a path that a route has given names to. */
public interface PathVariables {
  /** No part has a name. */
  PathVariables NONE =
      new PathVariables() {
        @Override
        public List<String> names() {
          return List.of();
        }

        @Override
        public String value(String path, String name) {
          return null;
        }
      };

  /** The names. */
  List<String> names();

  /**
   * The part of {@code path}, which the route matches, that is called {@code name}, escaped as it
   * is sent; null: there is none.
   */
  String value(String path, String name);
}
