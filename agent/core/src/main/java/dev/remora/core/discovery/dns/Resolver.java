package dev.remora.core.discovery.dns;

import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.Timer;
import dev.remora.core.log.Log;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds the records of names, whichever server has them. Used by the timer's thread alone.
 *
 * <p>All questions begin with the server that answered last. One that does not answer in time,
 * can't be reached, or answers with anything but records or that there are none, makes way for the
 * next, until each was asked once.
 */
final class Resolver {
  /** Takes what was found; called once, on the timer's thread. */
  interface Sink {
    /** The records of the name itself or of what it is an alias of; or that there are none. */
    void found(Answer answer);

    /** No server has an answer. */
    void failed(Fault fault);
  }

  /** So many questions at once; the others wait. As many ports and file descriptors are in use. */
  static final int AT_ONCE = 32;

  private final Servers servers;
  private final Wire wire;
  private final long timeoutNanos;
  private final Timer timer;
  private final Log log;
  private final SecureRandom random = new SecureRandom();
  private final Queue<Asking> waiting = new ArrayDeque<>();
  private final Set<InetSocketAddress> withoutEdns = new HashSet<>();
  private InetSocketAddress preferred;
  private int underWay;

  Resolver(Servers servers, Wire wire, long timeoutNanos, Timer timer, Log log) {
    this.servers = servers;
    this.wire = wire;
    this.timeoutNanos = timeoutNanos;
    this.timer = timer;
    this.log = log;
  }

  /**
   * Asks for the records of a name.
   *
   * @param name in lower case, without a dot at its end
   * @param type see {@link Types}
   */
  void ask(String name, int type, Sink sink) {
    waiting.add(new Asking(name, type, sink));
    next();
  }

  private void next() {
    while (underWay < AT_ONCE && !waiting.isEmpty()) {
      underWay++;
      waiting.poll().begin();
    }
  }

  /** The question for one name, on its way through the servers and along its aliases. */
  private final class Asking implements Servers.Found {
    private final int type;
    private final Sink sink;
    private final Set<String> names = new HashSet<>();
    private final List<Fault> faults = new ArrayList<>();
    private String name;
    private long ttl = Integer.MAX_VALUE;
    private List<InetSocketAddress> order;
    private boolean over;

    Asking(String name, int type, Sink sink) {
      this.name = name;
      this.type = type;
      this.sink = sink;
      names.add(name);
    }

    void begin() {
      servers.find(this);
    }

    @Override
    public void none(String reason) {
      // Later, or the next one that waits would begin from here, and find the same, and so on.
      timer.soon(() -> safely(() -> fail(new Fault(Fault.Kind.UNREACHABLE, 0, reason))));
    }

    @Override
    public void servers(List<InetSocketAddress> found) {
      order = new ArrayList<>(found);
      if (order.remove(preferred)) {
        order.add(0, preferred);
      }
      tryServer(0, true);
    }

    private void tryServer(int index, boolean edns) {
      InetSocketAddress server = order.get(index);
      boolean large = edns && !withoutEdns.contains(server);
      Query query = new Query(random.nextInt(1 << 16), name, type, large);
      wire.ask(
          server,
          query,
          timeoutNanos,
          new Reply() {
            @Override
            public void answered(Message message) {
              timer.soon(() -> safely(() -> receive(index, large, message)));
            }

            @Override
            public void failed(String reason, boolean silent) {
              String why =
                  silent
                      ? reason + " in " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms"
                      : reason;
              timer.soon(() -> safely(() -> tryNext(index, Fault.Kind.UNREACHABLE, why)));
            }
          });
    }

    private void receive(int index, boolean edns, Message message) {
      InetSocketAddress server = order.get(index);
      int rcode = message.rcode();
      boolean noEdns = rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP || rcode == Rcode.BADVERS;
      if (edns && noEdns) {
        // A server from before 1999 (RFC 6891, section 7), or in trouble.
        tryServer(index, false);
        return;
      }
      if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
        boolean passing = rcode == Rcode.SERVFAIL || rcode == Rcode.FORMERR;
        tryNext(
            index,
            passing ? Fault.Kind.TROUBLED : Fault.Kind.REFUSED,
            "answers " + Rcode.name(rcode));
        return;
      }
      Answer answer;
      try {
        answer = Answer.read(message, name, type);
      } catch (Malformed e) {
        tryNext(index, Fault.Kind.TROUBLED, "answers " + e.getMessage());
        return;
      }
      preferred = server;
      if (!edns) {
        withoutEdns.add(server);
      }
      ttl = Math.min(ttl, answer.ttl());
      if (answer.alias() == null) {
        end(() -> sink.found(answer.within(ttl)));
      } else {
        follow(index, answer.alias());
      }
    }

    private void follow(int index, String alias) {
      if (!names.add(alias) || names.size() > Answer.LONGEST_CHAIN || !Names.isHost(alias)) {
        tryNext(index, Fault.Kind.TROUBLED, "answers aliases that lead nowhere");
        return;
      }
      name = alias;
      tryServer(index, true);
    }

    private void tryNext(int index, Fault.Kind kind, String what) {
      String where = "DNS at " + text(order.get(index));
      String question = name + " (" + Types.name(type) + ")";
      faults.add(new Fault(kind, 0, where + ", asked for " + question + ", " + what));
      if (index + 1 < order.size()) {
        tryServer(index + 1, true);
      } else {
        fail(all());
      }
    }

    /** Of all servers' faults one; it is final only if each of them is. */
    private Fault all() {
      StringBuilder reasons = new StringBuilder();
      Fault mildest = faults.get(0);
      for (Fault fault : faults) {
        reasons.append(reasons.length() == 0 ? "" : "; ").append(fault.reason());
        if (mildest.kind() == Fault.Kind.REFUSED) {
          mildest = fault;
        }
      }
      return new Fault(mildest.kind(), 0, reasons.toString());
    }

    private void fail(Fault fault) {
      end(() -> sink.failed(fault));
    }

    private void end(Runnable told) {
      over = true;
      underWay--;
      told.run();
      next();
    }

    /** A mistake here must not take one of the places for ever. */
    private void safely(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException | LinkageError e) {
        log.error("looking up " + name + " failed: " + e);
        if (!over) {
          fail(new Fault(Fault.Kind.TROUBLED, 0, "a fault of the agent's own: " + e));
        }
      }
    }
  }

  /** {@code host:port}, without looking anything up. */
  private static String text(InetSocketAddress server) {
    String host = server.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + server.getPort();
  }
}
