package dev.remora.core.discovery.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a message says of a name: its records of one type, that there are none, or an alias. */
final class Answer {
  /** As many aliases in a row are followed; BIND follows 16. */
  static final int LONGEST_CHAIN = 16;

  private final List<Record> records;
  private final List<Record> additionals;
  private final long ttl;
  private final String alias;
  private final boolean nameExists;

  private Answer(
      List<Record> records, List<Record> additionals, long ttl, String alias, boolean nameExists) {
    this.records = Collections.unmodifiableList(records);
    this.additionals = additionals;
    this.ttl = ttl;
    this.alias = alias;
    this.nameExists = nameExists;
  }

  /**
   * Reads it.
   *
   * @param message with {@link Rcode#NOERROR} or {@link Rcode#NXDOMAIN}
   * @throws Malformed if it says nothing about the name
   */
  static Answer read(Message message, String name, int type) throws Malformed {
    boolean exists = message.rcode() != Rcode.NXDOMAIN;
    long ttl = Integer.MAX_VALUE;
    Set<String> names = new HashSet<>();
    String at = name;
    while (true) {
      if (!names.add(at) || names.size() > LONGEST_CHAIN) {
        throw new Malformed("aliases that lead nowhere");
      }
      List<Record> found = new ArrayList<>();
      String next = null;
      for (Record record : message.answers()) {
        if (record.name().equals(at) && record.type() == type) {
          found.add(record);
        } else if (record.name().equals(at) && record.type() == Types.CNAME) {
          next = ((Record.Alias) record).target();
        }
      }
      if (!found.isEmpty()) {
        return new Answer(found, message.additionals(), least(ttl, found), null, true);
      }
      if (next == null) {
        break;
      }
      ttl = Math.min(ttl, aliasTtl(message, at));
      at = next;
    }
    return nothing(message, at.equals(name) ? null : at, ttl, exists);
  }

  private static Answer nothing(Message message, String alias, long ttl, boolean exists)
      throws Malformed {
    boolean referral = false;
    for (Record record : message.authorities()) {
      if (record.type() == Types.SOA) {
        long negative = ((Record.Authority) record).negativeTtl();
        return none(Math.min(ttl, negative), exists);
      }
      referral |= record.type() == Types.NS;
    }
    if (!exists) {
      return none(0, false);
    }
    if (alias != null) {
      // What the alias stands for is in somebody else's zone.
      return new Answer(
          Collections.<Record>emptyList(), Collections.<Record>emptyList(), ttl, alias, true);
    }
    if (referral) {
      throw new Malformed("a referral to other servers, which it should ask itself");
    }
    return none(0, true);
  }

  private static Answer none(long ttl, boolean exists) {
    return new Answer(
        Collections.<Record>emptyList(), Collections.<Record>emptyList(), ttl, null, exists);
  }

  private static long aliasTtl(Message message, String name) {
    List<Record> aliases = new ArrayList<>();
    for (Record record : message.answers()) {
      if (record.name().equals(name) && record.type() == Types.CNAME) {
        aliases.add(record);
      }
    }
    return least(Integer.MAX_VALUE, aliases);
  }

  private static long least(long ttl, List<Record> records) {
    long least = ttl;
    for (Record record : records) {
      least = Math.min(least, record.ttl());
    }
    return least;
  }

  /** The same, to be used no longer than {@code seconds}. */
  Answer within(long seconds) {
    return new Answer(records, additionals, Math.min(ttl, seconds), alias, nameExists);
  }

  /** The records; empty: there are none. */
  List<Record> records() {
    return records;
  }

  /** What the server found worth knowing besides. */
  List<Record> additionals() {
    return additionals;
  }

  /** How long this may be used, in seconds; 0 where the server doesn't tell. */
  long ttl() {
    return ttl;
  }

  /** The name to ask for instead; null: this is all. */
  String alias() {
    return alias;
  }

  /** Whether there is anything under the name, of whatever type. */
  boolean nameExists() {
    return nameExists;
  }
}
