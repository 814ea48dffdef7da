package dev.remora.core.discovery.dns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * Over UDP, and over TCP where that does not do. It does not when the answer is truncated, or so
 * large that it may be: unless told to, Consul leaves out at random what does not fit, and says
 * nothing of it.
 *
 * <p>Each query has a socket of its own: the operating system chooses its port at random, which
 * with the query's id is what a forger would have to guess (RFC 5452, section 9.2). It is
 * connected, so that the kernel drops what others send, and tells when nobody listens at the
 * server's port.
 */
final class UdpExchange extends Exchange {
  /** Datagrams get lost: after this part of the time-out the query is sent once more. */
  private static final int RESEND_AFTER = 4;

  /** So many answers to other questions are no accident: TCP can't be forged as easily. */
  private static final int STRANGERS = 10;

  /** What one more record, with the address of its target, might have taken. */
  private static final int LARGEST_GAP = 300;

  private DatagramChannel channel;
  private long resendAt;
  private boolean resent;
  private int strangers;

  UdpExchange(InetSocketAddress server, Query query, long timeoutNanos, Reply reply) {
    super(server, query, timeoutNanos, reply);
  }

  @Override
  void open(Selector selector, long now) throws IOException {
    channel = DatagramChannel.open();
    channel.configureBlocking(false);
    channel.connect(server);
    channel.register(selector, SelectionKey.OP_READ, this);
    channel.write(query.bytes());
    resendAt = now + timeoutNanos / RESEND_AFTER;
  }

  @Override
  Exchange proceed(SelectionKey key, ByteBuffer scratch) throws IOException {
    while (true) {
      scratch.clear();
      if (channel.read(scratch) <= 0) {
        return null;
      }
      scratch.flip();
      MessageReader reader = new MessageReader(scratch);
      if (reader.answers(query)) {
        Message message = reader.read();
        if (message.truncated()) {
          return giveWay(tcp(reply()));
        }
        if (scratch.limit() > query.payload() - LARGEST_GAP && !message.answers().isEmpty()) {
          return giveWay(tcp(orElse(message)));
        }
        answer(message);
        return null;
      }
      if (++strangers >= STRANGERS) {
        return giveWay(tcp(reply()));
      }
    }
  }

  private Exchange tcp(Reply to) {
    return new TcpExchange(server, query, timeoutNanos, to);
  }

  /** The answer there is already does if TCP brings none. */
  private Reply orElse(Message message) {
    return new Reply() {
      @Override
      public void answered(Message complete) {
        reply().answered(complete.rcode() == Rcode.NOERROR ? complete : message);
      }

      @Override
      public void failed(String reason, boolean silent) {
        reply().answered(message);
      }
    };
  }

  @Override
  long dueAt() {
    return resent ? deadline() : resendAt;
  }

  @Override
  void due(long now) throws IOException {
    if (!resent) {
      resent = true;
      channel.write(query.bytes());
    }
  }

  @Override
  Closeable channel() {
    return channel;
  }
}
