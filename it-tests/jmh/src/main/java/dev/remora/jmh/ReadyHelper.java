package dev.remora.jmh;

import io.grpc.Attributes;
import io.grpc.ChannelLogger;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.ManagedChannel;
import io.grpc.SynchronizationContext;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/** A gRPC channel, as far as its load balancer sees it, that connects to everything at once. */
final class ReadyHelper extends LoadBalancer.Helper {
  private static final ChannelLogger SILENCE =
      new ChannelLogger() {
        @Override
        public void log(ChannelLogLevel level, String message) {}

        @Override
        public void log(ChannelLogLevel level, String format, Object... arguments) {}
      };

  private final ScheduledExecutorService timer;
  private final ArrayDeque<Runnable> connecting = new ArrayDeque<>();
  private final SynchronizationContext context =
      new SynchronizationContext(
          (thread, failure) -> {
            throw new IllegalStateException(failure);
          });
  private ConnectivityState state;
  private LoadBalancer.SubchannelPicker picker;

  ReadyHelper(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** Runs something as the channel would, and connects what it wants connected. */
  void execute(Runnable action) {
    context.execute(action);
    for (Runnable next = connecting.poll(); next != null; next = connecting.poll()) {
      context.execute(next);
    }
  }

  /** The picker, of which all subchannels are ready. */
  LoadBalancer.SubchannelPicker picker() {
    if (state != ConnectivityState.READY) {
      throw new IllegalStateException("not ready but " + state + ": " + picker);
    }
    return picker;
  }

  @Override
  public LoadBalancer.Subchannel createSubchannel(LoadBalancer.CreateSubchannelArgs args) {
    return new Ready(args);
  }

  @Override
  public void updateBalancingState(
      ConnectivityState next, LoadBalancer.SubchannelPicker nextPicker) {
    state = next;
    picker = nextPicker;
  }

  @Override
  public SynchronizationContext getSynchronizationContext() {
    return context;
  }

  @Override
  public ScheduledExecutorService getScheduledExecutorService() {
    return timer;
  }

  @Override
  public ChannelLogger getChannelLogger() {
    return SILENCE;
  }

  @Override
  public String getAuthority() {
    return "orders";
  }

  @Override
  public String getChannelTarget() {
    return "orders";
  }

  @Override
  public ManagedChannel createOobChannel(EquivalentAddressGroup addresses, String authority) {
    throw new UnsupportedOperationException();
  }

  private final class Ready extends LoadBalancer.Subchannel {
    private final LoadBalancer.CreateSubchannelArgs args;
    private LoadBalancer.SubchannelStateListener listener;
    private boolean requested;

    Ready(LoadBalancer.CreateSubchannelArgs args) {
      this.args = args;
    }

    @Override
    public void start(LoadBalancer.SubchannelStateListener to) {
      listener = to;
    }

    @Override
    public void requestConnection() {
      if (!requested) {
        requested = true;
        connecting.add(() -> tell(ConnectivityState.CONNECTING));
        connecting.add(() -> tell(ConnectivityState.READY));
      }
    }

    private void tell(ConnectivityState next) {
      listener.onSubchannelState(ConnectivityStateInfo.forNonError(next));
    }

    @Override
    public void shutdown() {}

    @Override
    public List<EquivalentAddressGroup> getAllAddresses() {
      return args.getAddresses();
    }

    @Override
    public Attributes getAttributes() {
      return args.getAttributes();
    }

    @Override
    public ChannelLogger getChannelLogger() {
      return SILENCE;
    }
  }
}
