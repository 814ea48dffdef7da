package dev.remora.it.app11;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An application that does with the JDK's {@link HttpClient} what other clients do not have: it
 * lets plain connections be upgraded to HTTP/2, and opens WebSockets. Each argument is one thing to
 * do, {@code VERB URL}; each line of output is how it ended.
 */
public final class JavaHttpClientShop {
  private HttpClient client = HttpClient.newHttpClient();

  private JavaHttpClientShop() {}

  /** Does what the arguments say, one after the other. */
  public static void main(String[] args) {
    JavaHttpClientShop shop = new JavaHttpClientShop();
    for (String argument : args) {
      String[] words = argument.split(" ", 2);
      String line;
      try {
        line = shop.run(words[0], URI.create(words[1]));
      } catch (Exception e) {
        line = e.toString();
      }
      System.out.println(line);
    }
  }

  private String run(String verb, URI url) throws Exception {
    switch (verb) {
      case "get":
        return send(HttpRequest.newBuilder(url));
      case "post":
        return send(HttpRequest.newBuilder(url).POST(posted()));
      case "expect":
        return send(HttpRequest.newBuilder(url).POST(posted()).expectContinue(true));
      case "break":
        return breakOff(HttpRequest.newBuilder(url));
      case "stream":
        return send(
            HttpRequest.newBuilder(url)
                .PUT(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[] {'x'}))));
      case "put":
        return send(HttpRequest.newBuilder(url).PUT(posted()));
      case "hurry":
        return send(HttpRequest.newBuilder(url).timeout(Duration.ofMillis(200)));
      case "cancel":
        return cancel(HttpRequest.newBuilder(url));
      case "forget":
        return forget();
      case "status":
        return status();
      case "socket":
        return firstMessage(url);
      default:
        throw new IllegalArgumentException(verb);
    }
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return response.statusCode() + " " + response.version() + " " + response.body();
  }

  private String cancel(HttpRequest.Builder request) throws InterruptedException {
    CompletableFuture<?> response = client.sendAsync(request.build(), BodyHandlers.ofString());
    Thread.sleep(300);
    return "cancelled " + response.cancel(true);
  }

  /**
   * Lets go of the client, which ends when nothing of its calls is left; tells of how many clients
   * there is something, the new one included, and how many connections are open.
   */
  private String forget() throws IOException, InterruptedException {
    client = HttpClient.newHttpClient();
    long clients = clients();
    for (int i = 0; i < 100 && clients > 1; i++) {
      System.gc();
      Thread.sleep(50);
      clients = clients();
    }
    Set<String> connections = connections();
    connections.retainAll(sockets());
    return clients + " client, " + connections.size() + " connections";
  }

  /** The inodes of the machine's TCP sockets. */
  private static Set<String> connections() throws IOException {
    Set<String> inodes = new HashSet<>();
    for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        inodes.add("socket:[" + line.trim().split(" +", -1)[9] + "]");
      }
    }
    return inodes;
  }

  /** The sockets of this process. */
  private static Set<String> sockets() throws IOException {
    Set<String> sockets = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        try {
          sockets.add(Files.readSymbolicLink(file).toString());
        } catch (NoSuchFileException closed) {
          // The one that the folder itself is read with.
        }
      }
    }
    return sockets;
  }

  private static long clients() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith("-SelectorManager"))
        .count();
  }

  /** What the agent in this JVM tells its operator, lines as one. */
  private static String status() throws ReflectiveOperationException, InterruptedException {
    // A call that was cancelled ends on a thread of the client's.
    Thread.sleep(500);
    Object told =
        Class.forName("dev.remora.bootstrap.Console", true, null)
            .getMethod("run", String.class)
            .invoke(null, "status");
    return String.valueOf(told).replace('\n', '|');
  }

  private static BodyPublisher posted() {
    return BodyPublishers.ofString("posted");
  }

  /**
   * Sends a body that begins, and whose source then cannot be reached; tells how often it was asked
   * for.
   */
  private String breakOff(HttpRequest.Builder request) throws InterruptedException {
    AtomicInteger times = new AtomicInteger();
    Flow.Publisher<ByteBuffer> body =
        subscriber -> {
          times.incrementAndGet();
          subscriber.onSubscribe(new Broken(subscriber));
        };
    try {
      return send(request.POST(BodyPublishers.fromPublisher(body)));
    } catch (IOException e) {
      return e + ", " + times;
    }
  }

  private static final class Broken implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private boolean begun;

    Broken(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      if (!begun) {
        begun = true;
        subscriber.onNext(ByteBuffer.wrap(new byte[] {'x'}));
        subscriber.onError(new ConnectException("Connection refused"));
      }
    }

    @Override
    public void cancel() {}
  }

  private String firstMessage(URI url) throws Exception {
    CompletableFuture<String> message = new CompletableFuture<>();
    client
        .newWebSocketBuilder()
        .buildAsync(
            url,
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                message.complete(text.toString());
                socket.abort();
                return null;
              }
            })
        .get(20, TimeUnit.SECONDS);
    return message.get(20, TimeUnit.SECONDS);
  }
}
