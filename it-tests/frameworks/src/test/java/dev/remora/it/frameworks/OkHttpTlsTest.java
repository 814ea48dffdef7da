package dev.remora.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.CertificatePinner;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What OkHttp makes of a service's certificate: shared connections of HTTP/2, and pins. */
class OkHttpTlsTest {
  private final OkHttpServers servers = new OkHttpServers();

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void keepsHttp2ConnectionsOfServicesAndEndpointsApart() throws Exception {
    HeldCertificate certificate = certificate("left", "right");
    HandshakeCertificates tls =
        new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    OkHttpServers.Server one =
        servers.start(tls.sslSocketFactory(), request -> OkHttpServers.text("one"));
    OkHttpServers.Server two =
        servers.start(tls.sslSocketFactory(), request -> OkHttpServers.text("two"));
    Endpoints.register("left", one.address(), two.address());
    Endpoints.register("right", one.address(), two.address());
    OkHttpClient client = trusting(certificate).build();

    for (int i = 0; i < 6; i++) {
      OkHttpServers.send(client, new Request.Builder().url("https://left/"));
      OkHttpServers.send(client, new Request.Builder().url("https://right/"));
    }

    for (OkHttpServers.Server server : List.of(one, two)) {
      assertThat(server.requests())
          .hasSize(6)
          .allSatisfy(request -> assertThat(request.getVersion()).isEqualTo("HTTP/2"));
      for (String service : List.of("left", "right")) {
        assertThat(
                server.requests().stream()
                    .filter(request -> request.getUrl().host().equals(service))
                    .map(mockwebserver3.RecordedRequest::getConnectionIndex)
                    .distinct())
            .as("connections of " + service)
            .hasSize(1);
      }
    }
    assertThat(client.connectionPool().connectionCount()).isEqualTo(4);
  }

  @Test
  void pinsCertificatesToTheService() throws Exception {
    HeldCertificate certificate = certificate("pinned");
    HandshakeCertificates tls =
        new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    OkHttpServers.Server one =
        servers.start(tls.sslSocketFactory(), request -> OkHttpServers.text("ok"));
    OkHttpServers.Server two =
        servers.start(tls.sslSocketFactory(), request -> OkHttpServers.text("ok"));
    Endpoints.register("pinned", one.address(), two.address());
    Request.Builder request = new Request.Builder().url("https://pinned/");

    String pin = CertificatePinner.pin(certificate.certificate());
    assertThat(OkHttpServers.send(pinning(certificate, pin), request)).isEqualTo("ok");

    String other = CertificatePinner.pin(certificate("pinned").certificate());
    assertThatThrownBy(() -> OkHttpServers.send(pinning(certificate, other), request))
        .isInstanceOf(SSLPeerUnverifiedException.class);
    assertThat(one.requests().size() + two.requests().size()).isEqualTo(1);
  }

  private static OkHttpClient pinning(HeldCertificate certificate, String pin) {
    return trusting(certificate)
        .certificatePinner(new CertificatePinner.Builder().add("pinned", pin).build())
        .build();
  }

  private static HeldCertificate certificate(String... names) {
    HeldCertificate.Builder builder = new HeldCertificate.Builder().commonName(names[0]);
    for (String name : names) {
      builder.addSubjectAlternativeName(name);
    }
    return builder.build();
  }

  private static OkHttpClient.Builder trusting(HeldCertificate certificate) {
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build();
    return new OkHttpClient.Builder()
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager());
  }
}
