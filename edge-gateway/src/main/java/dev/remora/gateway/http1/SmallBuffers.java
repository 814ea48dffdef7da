package dev.remora.gateway.http1;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;

/**
 * Has a connection read little at a time, and keep little that is to be written. What was read
 * before its reader could say that it is too slow stays in memory until it is sent: by default 16
 * buffers of 64 KiB, so that a few hundred clients that do not read would take all there is.
 */
public final class SmallBuffers {
  private static final int LEAST = 512;
  private static final int FIRST = 4 << 10;

  /** The size of a record of TLS. */
  private static final int MOST = 16 << 10;

  private static final int AT_ONCE = 2;

  private SmallBuffers() {}

  /** From now on. */
  public static void of(Channel channel) {
    channel
        .config()
        .setRecvByteBufAllocator(
            new AdaptiveRecvByteBufAllocator(LEAST, FIRST, MOST).maxMessagesPerRead(AT_ONCE))
        .setWriteBufferWaterMark(new WriteBufferWaterMark(MOST, 2 * MOST));
  }
}
