package dev.remora.gateway.auth;

/** Something that depends on files and such. */
public interface Tended {
  /** Looks after them, about twice a second, on a thread that may be kept for a while. */
  default void tend() {}
}
