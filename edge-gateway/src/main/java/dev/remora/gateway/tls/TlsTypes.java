package dev.remora.gateway.tls;

import dev.remora.core.config.Type;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/** The types of settings of TLS. */
final class TlsTypes {
  /**
   * All with forward secrecy and authenticated encryption: what Mozilla's guideline "intermediate"
   * (version 5.7) recommends, without finite-field Diffie-Hellman.
   */
  static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** One of {@link #CIPHER_SUITES}. */
  static final Type<String> CIPHER_SUITE =
      new Type<String>(String.join(", ", CIPHER_SUITES)) {
        @Override
        public String parse(String text) {
          if (!CIPHER_SUITES.contains(text)) {
            throw new BadValue("is no cipher suite that is offered");
          }
          return text;
        }
      };

  /** The lowest version that is spoken, as the JDK spells versions. */
  static final Type<String> VERSION =
      new Type<String>("1.2, 1.3") {
        @Override
        public String parse(String text) {
          if (!text.equals("1.2") && !text.equals("1.3")) {
            throw new BadValue("is not a version that is spoken");
          }
          return "TLSv" + text;
        }
      };

  /** A protocol of ALPN (RFC 7301). */
  static final Type<HttpVersion> PROTOCOL =
      new Type<HttpVersion>("h2, http/1.1") {
        @Override
        public HttpVersion parse(String text) {
          return switch (text) {
            case "h2" -> HttpVersion.HTTP_2;
            case "http/1.1" -> HttpVersion.HTTP_1_1;
            default -> throw new BadValue("is not a protocol that is spoken");
          };
        }
      };

  private TlsTypes() {}
}
