package dev.remora.core.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A DNS server that answers as no real one can be made to, over UDP and TCP. */
public final class ScriptedDns implements AutoCloseable {
  /** Answers one query. */
  public interface Script {
    /**
     * What is sent.
     *
     * @return each a message; none: the query is dropped, over TCP with its connection
     */
    List<byte[]> answer(DnsMessage.Query query) throws InterruptedException;
  }

  /** Drops every query. */
  public static final Script SILENT = query -> List.of();

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<DnsMessage.Query> queries = new CopyOnWriteArrayList<>();
  private volatile Script script;

  /** Listens on a free port of the loopback. */
  public ScriptedDns(Script script) {
    this(0, script);
  }

  public ScriptedDns(int port, Script script) {
    this.script = script;
    DatagramSocket datagrams = null;
    ServerSocket listener = null;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    // The port of the one may be taken for the other.
    for (int tries = 0; listener == null; tries++) {
      try {
        datagrams = new DatagramSocket(port, loopback);
        listener = new ServerSocket(datagrams.getLocalPort(), 50, loopback);
      } catch (IOException e) {
        if (datagrams != null) {
          datagrams.close();
        }
        if (tries == 20) {
          throw new UncheckedIOException(e);
        }
      }
    }
    udp = datagrams;
    tcp = listener;
    daemon(this::serveUdp);
    daemon(this::serveTcp);
  }

  public int port() {
    return udp.getLocalPort();
  }

  /** {@code 127.0.0.1:port}. */
  public String place() {
    return "127.0.0.1:" + port();
  }

  /** Answers differently from now on. */
  public void script(Script next) {
    script = next;
  }

  /** The queries so far. */
  public List<DnsMessage.Query> queries() {
    return queries;
  }

  /** What was asked for so far, each as name and type. */
  public List<String> asked() {
    return queries.stream().map(DnsMessage.Query::asked).collect(Collectors.toList());
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        DnsMessage.Query query =
            DnsMessage.Query.read(buffer, packet.getLength(), packet.getPort(), false);
        queries.add(query);
        for (byte[] answer : script.answer(query)) {
          udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException | InterruptedException e) {
      // Closed.
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        Socket socket = tcp.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] bytes = new byte[in.readUnsignedShort()];
      in.readFully(bytes);
      DnsMessage.Query query = DnsMessage.Query.read(bytes, bytes.length, socket.getPort(), true);
      queries.add(query);
      for (byte[] answer : script.answer(query)) {
        out.writeShort(answer.length);
        // In two parts, as a network may deliver it.
        out.write(answer, 0, answer.length / 2);
        out.flush();
        Thread.sleep(20);
        out.write(answer, answer.length / 2, answer.length - answer.length / 2);
      }
    } catch (IOException | InterruptedException e) {
      // The client went away.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "scripted-dns");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
