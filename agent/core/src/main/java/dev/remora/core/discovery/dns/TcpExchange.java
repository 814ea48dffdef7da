package dev.remora.core.discovery.dns;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Over TCP, where a length of two bytes goes before each message (RFC 7766, section 8). */
final class TcpExchange extends Exchange {
  private final ByteBuffer out;
  private final ByteBuffer length = ByteBuffer.allocate(2);
  private SocketChannel channel;
  private ByteBuffer in;

  TcpExchange(InetSocketAddress server, Query query, long timeoutNanos, Reply reply) {
    super(server, query, timeoutNanos, reply);
    ByteBuffer bytes = query.bytes();
    // Both in one segment (RFC 7766, section 8).
    out = ByteBuffer.allocate(2 + bytes.remaining());
    out.putShort((short) bytes.remaining()).put(bytes);
    out.flip();
  }

  @Override
  void open(Selector selector, long now) throws IOException {
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    // On the loopback it may be connected at once: writable it is in either case.
    boolean connected = channel.connect(server);
    channel.register(selector, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, this);
  }

  @Override
  Exchange proceed(SelectionKey key, ByteBuffer scratch) throws IOException {
    if (key.isConnectable() && channel.finishConnect()) {
      key.interestOps(SelectionKey.OP_WRITE);
    } else if (key.isWritable()) {
      channel.write(out);
      if (!out.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ);
      }
    } else if (key.isReadable()) {
      read();
    }
    return null;
  }

  private void read() throws IOException {
    if (in == null) {
      fill(length);
      if (length.hasRemaining()) {
        return;
      }
      in = ByteBuffer.allocate(length.getShort(0) & 0xffff);
    }
    fill(in);
    if (in.hasRemaining()) {
      return;
    }
    in.flip();
    MessageReader reader = new MessageReader(in);
    if (!reader.answers(query)) {
      throw new Malformed("another question");
    }
    Message message = reader.read();
    if (message.truncated()) {
      throw new Malformed("a part of it even over TCP");
    }
    answer(message);
  }

  private void fill(ByteBuffer buffer) throws IOException {
    if (buffer.hasRemaining() && channel.read(buffer) < 0) {
      throw new EOFException("closed before the answer was complete");
    }
  }

  @Override
  Closeable channel() {
    return channel;
  }
}
