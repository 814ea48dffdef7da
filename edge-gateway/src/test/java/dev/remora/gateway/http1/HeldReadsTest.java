package dev.remora.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was read comes before the end of the connection, however late. */
class HeldReadsTest {
  private final List<String> told = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new HeldReads(),
          new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
              told.add(message.toString());
              if (message.equals("stop")) {
                ctx.channel().config().setAutoRead(false);
              }
            }

            @Override
            public void channelInactive(ChannelHandlerContext ctx) {
              told.add("end");
            }
          });

  @Test
  void passesWhatIsWanted() {
    channel.writeInbound("a", "b");
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(told).containsExactly("a", "b", "end");
  }

  @Test
  void keepsTheEndBehindWhatIsNotWantedYet() {
    channel.writeInbound("a", "stop", "b", "stop", "c");
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(told).containsExactly("a", "stop");
    channel.config().setAutoRead(true);
    assertThat(told).containsExactly("a", "stop", "b", "stop");
    channel.config().setAutoRead(true);
    assertThat(told).containsExactly("a", "stop", "b", "stop", "c", "end");
  }

  @Test
  void handsOnWhatItHasWhenItGoes() {
    channel.writeInbound("stop", "a");
    channel.pipeline().remove(HeldReads.class);
    assertThat(told).containsExactly("stop", "a");
  }
}
