package dev.remora.jmh.additions;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.concurrent.Ticker;
import dev.remora.core.log.Log;
import dev.remora.core.resilience.Chance;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.security.Credential;
import dev.remora.core.security.SecuredCluster;
import dev.remora.core.security.Tokens;
import dev.remora.jmh.Clusters;
import dev.remora.jmh.Get;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the token of a call costs, once there is one: whether it is needed, good, and its header.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AttachedTokens {
  /** A service without a token, and one whose tokens this process signs. */
  @Param({"none", "jwt"})
  public String token;

  private final RequestInfo request = new Get(null, true, null);
  private final Log log = new Log(Log.Level.WARN, System.err);
  private Scheduler scheduler;
  private Tokens tokens;
  private SecuredCluster cluster;

  /** The call reads the time anyway. */
  private long now;

  /** Makes the cluster and its first token. */
  @Setup
  public void cluster() throws IOException, GeneralSecurityException {
    scheduler = new Scheduler(log);
    tokens = new Tokens(scheduler, Ticker.SYSTEM, log, TimeUnit.SECONDS.toNanos(20));
    String settings =
        token.equals("jwt") ? "token: {jwt: {key: " + key() + ", subject: shop}}" : "";
    cluster =
        Clusters.of(
            10,
            settings,
            (service, config) ->
                new SecuredCluster(
                    service, config, Runnable::run, Chance.RANDOM, Ticker.SYSTEM, tokens));
    now = Ticker.SYSTEM.nanos();
    if (token.equals("jwt") && attach() == null) {
      throw new IllegalStateException(cluster.credential(request, now).rejection());
    }
  }

  private static Path key() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    Path file = Files.createTempFile("remora", ".pem");
    file.toFile().deleteOnExit();
    return Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
  }

  /** Ends its threads. */
  @TearDown
  public void close() {
    tokens.close();
    scheduler.close();
  }

  /** As a call does when it begins, and its attempt when it is sent. */
  @Benchmark
  public String[] attach() {
    Credential credential = cluster.credential(request, now);
    return credential == null ? null : credential.headers();
  }
}
