package dev.remora.core.discovery.dns;

import java.util.Collections;
import java.util.List;

/** A response (RFC 1035, section 4). Immutable. */
final class Message {
  /** Bytes of the header. */
  static final int HEADER = 12;

  private final int rcode;
  private final boolean truncated;
  private final List<Record> answers;
  private final List<Record> authorities;
  private final List<Record> additionals;

  Message(
      int rcode,
      boolean truncated,
      List<Record> answers,
      List<Record> authorities,
      List<Record> additionals) {
    this.rcode = rcode;
    this.truncated = truncated;
    this.answers = Collections.unmodifiableList(answers);
    this.authorities = Collections.unmodifiableList(authorities);
    this.additionals = Collections.unmodifiableList(additionals);
  }

  /** What there is when only the header says something. */
  static Message bare(int rcode, boolean truncated) {
    List<Record> none = Collections.emptyList();
    return new Message(rcode, truncated, none, none, none);
  }

  /** See {@link Rcode}; with the upper bits of an OPT record. */
  int rcode() {
    return rcode;
  }

  /** Whether it did not fit: then none of its records were read. */
  boolean truncated() {
    return truncated;
  }

  List<Record> answers() {
    return answers;
  }

  List<Record> authorities() {
    return authorities;
  }

  List<Record> additionals() {
    return additionals;
  }
}
