package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One request on its way through the gateway: the client's side of it, what its service is to be
 * sent, and what has become of it. Belongs to one event loop and must not be touched on another
 * thread.
 */
public final class Exchange implements RequestHead {
  /** Of a stream (RFC 9113, section 7); means nothing to HTTP/1.1, whose connection is closed. */
  private static final long INTERNAL_ERROR = 2;

  /** Envoy's stream_idle_timeout. */
  private static final Duration STREAM_IDLE = Duration.ofMinutes(5);

  private static final int OK = 200;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Client client;
  private final String host;
  private final Target target;
  private final long started = System.nanoTime();
  private final Outgoing outgoing;

  private Route route = Route.NONE;
  private Runnable forwarder;
  private Runnable observer;
  private Runnable cancel;
  private Mirroring mirroring;
  private BooleanSupplier closing = () -> false;
  private int next;
  private Identity identity;
  private String id;
  private String traceId;
  private String spanId;
  private boolean sampled;
  private Problem problem;
  private Throwable failure;
  private boolean replied;
  private boolean ended;
  private List<BodyStep> requestSteps;
  private List<BodyStep> responseSteps;
  private long received;
  private long sent;
  private Upstream upstream = Upstream.NONE;
  private Object[] notes;
  private UpgradeRules upgradeRules = UpgradeRules.DEFAULT;
  private Duration streamIdle = STREAM_IDLE;

  /**
   * A request whose head was read.
   *
   * @param host whom it was sent to, in lower case, without port
   */
  public Exchange(HttpServerRequest request, Client client, String host, Target target) {
    this.request = request;
    this.response = request.response();
    this.client = client;
    this.host = host;
    this.target = target;
    this.outgoing = new Outgoing(this);
  }

  /**
   * Sets out on {@code route}.
   *
   * @param forwarder what takes over once all filters have let the request pass
   * @param observer told once, when all is over
   * @param problem why it goes nowhere; null: nothing is the matter
   */
  public void begin(Route route, Runnable forwarder, Runnable observer, Problem problem) {
    this.route = route;
    this.forwarder = forwarder;
    this.observer = observer;
    if (problem != null) {
      reply(problem);
      return;
    }
    outgoing.service(route.backend());
    proceed();
  }

  /** Has the client told to use another connection, where {@code closing} says so by then. */
  public void closing(BooleanSupplier closing) {
    this.closing = closing;
  }

  /** Goes on with the next filter, or with forwarding after the last one. */
  public void proceed() {
    Filter[] filters = route.filters();
    while (next < filters.length && !ended) {
      if (!filters[next++].request(this)) {
        return;
      }
    }
    if (!ended) {
      forwarder.run();
    }
  }

  /** Tells who sends copies. */
  public void mirroring(Mirroring mirroring) {
    this.mirroring = mirroring;
  }

  /** Sends {@code service} a copy of what is sent to the request's own; nobody waits for it. */
  public void mirror(String service, Buffer body) {
    if (mirroring != null) {
      mirroring.mirror(service, body);
    }
  }

  /** Tells what gives up what is under way at a service, should the gateway itself answer. */
  public void forwarding(Runnable cancel) {
    this.cancel = cancel;
  }

  private void stop() {
    Runnable stopped = cancel;
    cancel = null;
    if (stopped != null) {
      stopped.run();
    }
  }

  /** The request as it came. */
  public HttpServerRequest request() {
    return request;
  }

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public String header(CharSequence name) {
    return request.headers().get(name);
  }

  @Override
  public Client client() {
    return client;
  }

  /** The route that it takes; {@link Route#NONE} where there is none. */
  public Route route() {
    return route;
  }

  /** The part of the path that the route calls {@code name}, escaped; null: there is none. */
  public String variable(String name) {
    return route.variables().value(target.path(), name);
  }

  /** What its service is to be sent. */
  public Outgoing outgoing() {
    return outgoing;
  }

  /** When it began, {@link System#nanoTime}. */
  public long started() {
    return started;
  }

  /** What tells this request from all others: the client's own word where it is trusted. */
  public String id() {
    if (id == null) {
      String given = client.isTrusted() ? header("x-request-id") : null;
      id = RequestIds.isGood(given) ? given : RequestIds.next();
    }
    return id;
  }

  /** The trace it belongs to, 32 hexadecimal digits; null: none. */
  public String traceId() {
    return traceId;
  }

  /** The span of it, of the kind SERVER, 16 hexadecimal digits; null: none. */
  public String spanId() {
    return spanId;
  }

  /** Whether its trace is recorded. */
  public boolean isSampled() {
    return sampled;
  }

  /** Tells the trace and the span that it is. */
  public void trace(String traceId, String spanId, boolean sampled) {
    this.traceId = traceId;
    this.spanId = spanId;
    this.sampled = sampled;
  }

  /** Who makes it; null: nobody knows. */
  public Identity identity() {
    return identity;
  }

  /** Tells who makes it, once that was verified. */
  public void identity(Identity identity) {
    this.identity = identity;
  }

  /** How long its response may pause once it has begun. */
  public Duration streamIdle() {
    return streamIdle;
  }

  /** Says how long its response may pause once it has begun. */
  public void streamIdle(Duration most) {
    this.streamIdle = most;
  }

  /** What its connection may be made of. */
  public UpgradeRules upgradeRules() {
    return upgradeRules;
  }

  /** Says what its connection may be made of. */
  public void upgradeRules(UpgradeRules rules) {
    this.upgradeRules = rules;
  }

  /** Has the request's body go through {@code step}, after those that were there before. */
  public void requestStep(BodyStep step) {
    requestSteps = requestSteps == null ? new ArrayList<>(2) : requestSteps;
    requestSteps.add(step);
  }

  /** Has the response's body go through {@code step}, after those that were there before. */
  public void responseStep(BodyStep step) {
    responseSteps = responseSteps == null ? new ArrayList<>(2) : responseSteps;
    responseSteps.add(step);
  }

  /** Takes a piece of the request's body; null: nothing of it goes on for now. */
  public Buffer requestData(Buffer piece) {
    received += piece.length();
    return Steps.data(requestSteps, piece);
  }

  /** The request's body is complete; null: nothing is left to be sent. */
  public Buffer requestEnd() {
    return Steps.end(requestSteps);
  }

  /** Takes a piece of the response's body; null: nothing of it goes on for now. */
  public Buffer responseData(Buffer piece) {
    Buffer out = Steps.data(responseSteps, piece);
    sent += out == null ? 0 : out.length();
    return out;
  }

  /** The response's body is complete; null: nothing is left to be sent. */
  public Buffer responseEnd() {
    Buffer out = Steps.end(responseSteps);
    sent += out == null ? 0 : out.length();
    return out;
  }

  /** What the steps make of a body that is all there. */
  Buffer replied(Buffer body) {
    if (responseSteps == null) {
      return body;
    }
    Buffer first = Steps.data(responseSteps, body);
    Buffer rest = Steps.end(responseSteps);
    if (first == null || rest == null) {
      return first == null ? rest == null ? Buffer.buffer() : rest : first;
    }
    return Buffer.buffer(first.length() + rest.length()).appendBuffer(first).appendBuffer(rest);
  }

  /** The status that the client gets, or got. */
  public int status() {
    return response.getStatusCode();
  }

  /** Changes the status, before the head is written. */
  public void status(int status) {
    response.setStatusCode(status);
  }

  /** The headers that the client gets; to be changed before the head is written. */
  public MultiMap responseHeaders() {
    return response.headers();
  }

  /** The response to the client. */
  public HttpServerResponse response() {
    return response;
  }

  /**
   * Has the filters look at the head of the response, which is written next; whoever writes one
   * calls this once.
   *
   * @return false: a filter has answered in place of the service, whose response is not wanted
   */
  public boolean beforeHead() {
    boolean own = replied;
    for (int i = next - 1; i >= 0; i--) {
      route.filters()[i].response(this);
      if (replied != own) {
        return false;
      }
    }
    if (closing.getAsBoolean() && request.version() != HttpVersion.HTTP_2 && status() >= OK) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return true;
  }

  /** Whether the gateway itself answers, or has answered. */
  public boolean isReplied() {
    return replied;
  }

  /** Whether the client got the head of a response, or the gateway has begun to answer. */
  public boolean isAnswered() {
    return replied || response.headWritten();
  }

  /** Whether all is over. */
  public boolean isEnded() {
    return ended;
  }

  /** Answers in place of a service; what was answered before is cut off instead. */
  public void reply(Reply reply) {
    if (ended) {
      return;
    }
    if (reply instanceof Problem told && problem == null) {
      problem = told;
    }
    if (isAnswered()) {
      abort(null);
      return;
    }
    replied = true;
    stop();
    responseSteps = null;
    write(Grpc.isCall(this) ? Grpc.reply(reply) : reply);
  }

  private void write(Reply reply) {
    response.setStatusCode(reply.status());
    MultiMap headers = response.headers();
    headers.clear();
    List<String> own = reply.headers(this);
    for (int i = 0; i + 1 < own.size(); i += 2) {
      headers.add(own.get(i), own.get(i + 1));
    }
    beforeHead();
    Replies.write(this, reply.body(this));
  }

  /** As {@link #reply}; what the client is not told is for the log. */
  public void reply(Problem problem, Throwable failure) {
    this.failure = failure;
    reply(problem);
  }

  /** Cuts the client off, so that it does not take what it got for complete. */
  public void abort(Throwable failure) {
    if (this.failure == null) {
      this.failure = failure;
    }
    stop();
    if (request.version() == HttpVersion.HTTP_1_0) {
      // Its body may end where the connection does.
      Endings.reset(request.connection());
    } else {
      response.reset(INTERNAL_ERROR);
    }
    end();
  }

  /** As {@link #abort(Throwable)}; the client is not told, but the log is. */
  public void abort(Problem problem, Throwable failure) {
    if (this.problem == null) {
      this.problem = problem;
    }
    abort(failure);
  }

  /** All is over; only the first time counts. */
  public void end() {
    if (ended) {
      return;
    }
    ended = true;
    for (int i = next - 1; i >= 0; i--) {
      route.filters()[i].ended(this);
    }
    observer.run();
  }

  /** Notes that {@code bytes} of a body of the gateway's own are sent. */
  void sending(int bytes) {
    sent += bytes;
  }

  /** What {@code filter} has noted of this request; null: nothing. */
  public Object note(Filter filter) {
    for (int i = 0; notes != null && i < notes.length; i += 2) {
      if (notes[i] == filter) {
        return notes[i + 1];
      }
    }
    return null;
  }

  /** Keeps what {@code filter} has to know of this request when it is asked again. */
  public void note(Filter filter, Object note) {
    int at = 0;
    while (notes != null && at < notes.length && notes[at] != filter) {
      at += 2;
    }
    if (notes == null || at == notes.length) {
      notes = notes == null ? new Object[2] : Arrays.copyOf(notes, at + 2);
      notes[at] = filter;
    }
    notes[at + 1] = note;
  }

  /** Notes how many bytes passed after its connection stopped being HTTP. */
  public void tunnelled(long received, long sent) {
    this.received += received;
    this.sent += sent;
  }

  /** How many bytes of the request's body have come. */
  public long received() {
    return received;
  }

  /** How many bytes of the response's body went to the client. */
  public long sent() {
    return sent;
  }

  /** Why the gateway itself answered; null: it did not, or with something else than a problem. */
  public Problem problem() {
    return problem;
  }

  /** What was thrown where something failed, for the log; or null. */
  public Throwable failure() {
    return failure;
  }

  /** How it went with the service. */
  public Upstream upstream() {
    return upstream;
  }

  /** Tells how it went with the service. */
  public void upstream(Upstream upstream) {
    this.upstream = upstream;
  }
}
