package dev.remora.gateway.http1;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Since when nothing of what waits to be sent has gone out. Belongs to one event loop. */
final class Unsent {
  private final Channel channel;
  private long waiting;
  private long progress;
  private int messages;
  private long since;

  Unsent(Channel channel) {
    this.channel = channel;
  }

  /** As {@link System#nanoTime}; {@code now} where nothing waits, or something has gone. */
  long since(long now) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    long waits = buffer == null ? 0 : buffer.totalPendingWriteBytes();
    long progresses = buffer == null ? 0 : buffer.currentProgress();
    int count = buffer == null ? 0 : buffer.size();
    if (waits == 0 || waits != waiting || progresses != progress || count != messages) {
      since = now;
    }
    waiting = waits;
    progress = progresses;
    messages = count;
    return since;
  }
}
