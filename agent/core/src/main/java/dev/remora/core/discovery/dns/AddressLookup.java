package dev.remora.core.discovery.dns;

import dev.remora.core.config.DnsConfig;
import dev.remora.core.discovery.remote.Fault;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The addresses of a host: those of the preferred family, the others only where it has none of
 * these.
 *
 * <p>A host with both is one host that can be reached in two ways, so taking both would count it
 * twice. The other family is asked for only then: half the questions, and servers that drop AAAA
 * hold nobody up.
 */
final class AddressLookup {
  /** Takes what was found; called once. */
  interface Sink {
    /**
     * The addresses.
     *
     * @param addresses of one family; empty: there are none
     * @param ttl how long, in seconds
     */
    void found(Set<InetAddress> addresses, long ttl);

    /** No server has an answer. */
    void failed(Fault fault);
  }

  private final Resolver resolver;
  private final DnsConfig.Family prefer;

  AddressLookup(Resolver resolver, DnsConfig.Family prefer) {
    this.resolver = resolver;
    this.prefer = prefer;
  }

  /** Looks up {@code name}. */
  void find(String name, Sink sink) {
    resolver.ask(
        name,
        preferred(),
        new Resolver.Sink() {
          @Override
          public void found(Answer answer) {
            Set<InetAddress> addresses = usable(answer.records(), null);
            if (!addresses.isEmpty() || !answer.nameExists()) {
              sink.found(addresses, answer.ttl());
            } else {
              findOthers(name, answer.ttl(), sink);
            }
          }

          @Override
          public void failed(Fault fault) {
            sink.failed(fault);
          }
        });
  }

  private void findOthers(String name, long ttl, Sink sink) {
    resolver.ask(
        name,
        preferred() == Types.A ? Types.AAAA : Types.A,
        new Resolver.Sink() {
          @Override
          public void found(Answer answer) {
            Set<InetAddress> addresses = usable(answer.records(), null);
            // Those of the preferred family are looked for again when these are.
            long both = addresses.isEmpty() ? Math.min(ttl, answer.ttl()) : answer.ttl();
            sink.found(addresses, both);
          }

          @Override
          public void failed(Fault fault) {
            sink.failed(fault);
          }
        });
  }

  /**
   * Tells those of {@code name} among {@code additionals}; false where it has none of the preferred
   * family there, so that it must be asked for.
   */
  boolean findAmong(List<Record> additionals, String name, Sink sink) {
    long ttl = Integer.MAX_VALUE;
    for (Record record : additionals) {
      if (record.type() == preferred() && record.name().equals(name)) {
        ttl = Math.min(ttl, record.ttl());
      }
    }
    Set<InetAddress> addresses = usable(additionals, name);
    if (addresses.isEmpty()) {
      return false;
    }
    sink.found(addresses, ttl);
    return true;
  }

  private int preferred() {
    return prefer == DnsConfig.Family.IPV4 ? Types.A : Types.AAAA;
  }

  /**
   * The addresses that a connection can lead to.
   *
   * @param name whose, of the preferred family; null: all
   */
  private Set<InetAddress> usable(List<Record> records, String name) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (Record record : records) {
      boolean meant = name == null || (record.type() == preferred() && record.name().equals(name));
      if (meant && record instanceof Record.Address) {
        InetAddress address = ((Record.Address) record).address();
        if (isUsable(address)) {
          addresses.add(address);
        }
      }
    }
    return addresses;
  }

  /**
   * Filters answer 0.0.0.0 for what they block, which would lead to this machine; a link-local
   * address of IPv6 means nothing without its link.
   */
  private static boolean isUsable(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && !(address instanceof Inet6Address && address.isLinkLocalAddress());
  }
}
