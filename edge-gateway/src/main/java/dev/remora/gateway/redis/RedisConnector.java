package dev.remora.gateway.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;

/** Makes connections that are ready: logged in, in the right database, and the scripts known. */
final class RedisConnector {
  private final Redis redis;
  private final Vertx vertx;
  private final long millis;
  private final NetClient client;

  /** Makes connections that take {@code millis} at most. */
  RedisConnector(Redis redis, Vertx vertx, long millis) {
    this.redis = redis;
    this.vertx = vertx;
    this.millis = millis;
    this.client = vertx.createNetClient(options(redis.config(), millis));
  }

  /** A connection whose handlers are the caller's to set. */
  Future<NetSocket> connect() {
    Promise<NetSocket> ready = Promise.promise();
    RedisUrl url = redis.config().url();
    // A file may have to be read.
    vertx
        .executeBlocking(redis::secret)
        .onFailure(ready::tryFail)
        .onSuccess(
            secret ->
                client
                    .connect(url.port(), url.host())
                    .onFailure(ready::tryFail)
                    .onSuccess(socket -> greet(socket, secret, ready)));
    return ready.future();
  }

  private static NetClientOptions options(RedisConfig config, long millis) {
    NetClientOptions options =
        new NetClientOptions().setConnectTimeout((int) millis).setTcpNoDelay(true);
    if (config.url().isTls()) {
      options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      if (config.ca() != null) {
        options.setTrustOptions(new PemTrustOptions().addCertPath(config.ca()));
      }
    }
    return options;
  }

  private void greet(NetSocket socket, String secret, Promise<NetSocket> ready) {
    RedisConfig config = redis.config();
    Buffer greeting = Buffer.buffer();
    int expected = redis.scripts().size();
    if (secret != null && config.username() != null) {
      RespWriter.write(greeting, "AUTH", config.username(), secret);
      expected++;
    } else if (secret != null) {
      RespWriter.write(greeting, "AUTH", secret);
      expected++;
    }
    if (config.url().database() > 0) {
      RespWriter.write(greeting, "SELECT", Integer.toString(config.url().database()));
      expected++;
    }
    for (RedisScript script : redis.scripts()) {
      RespWriter.write(greeting, "SCRIPT", "LOAD", script.text());
    }
    int[] left = {expected};
    RespParser parser =
        new RespParser(
            answer -> {
              if (answer instanceof RespParser.Refusal error) {
                // Only its code: what follows may repeat what was sent.
                ready.tryFail(new IOException("it says " + error.code()));
              } else if (--left[0] == 0) {
                ready.tryComplete(socket);
              }
            });
    long timer = vertx.setTimer(millis, over -> ready.tryFail("no answer to the greeting"));
    ready.future().onComplete(done -> vertx.cancelTimer(timer)).onFailure(f -> socket.close());
    socket.handler(
        piece -> {
          try {
            parser.data(piece);
          } catch (IllegalArgumentException e) {
            ready.tryFail(e);
          }
        });
    socket.exceptionHandler(ready::tryFail);
    socket.closeHandler(closed -> ready.tryFail("the connection was closed"));
    socket.write(greeting);
  }
}
