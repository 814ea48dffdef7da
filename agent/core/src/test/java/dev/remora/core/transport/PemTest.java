package dev.remora.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remora.core.testing.ConsulCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemTest {
  @TempDir Path folder;

  @Test
  void readsPkcs8OfRsaAndEc() throws Exception {
    KeyPair rsa = pair("RSA");
    KeyPair ec = pair("EC");
    assertThat(Pem.privateKey(pem("PRIVATE KEY", rsa.getPrivate().getEncoded())))
        .isEqualTo(rsa.getPrivate());
    assertThat(Pem.privateKey(pem("PRIVATE KEY", ec.getPrivate().getEncoded())))
        .isEqualTo(ec.getPrivate());
  }

  @Test
  void readsWhatOpensslWritesForRsa() throws Exception {
    KeyPair rsa = pair("RSA");
    byte[] pkcs8 = rsa.getPrivate().getEncoded();
    // SEQUENCE (4), version (3), algorithm (15), OCTET STRING (4): the rest is PKCS#1.
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    assertThat(Pem.privateKey(pem("RSA PRIVATE KEY", pkcs1))).isEqualTo(rsa.getPrivate());
  }

  @Test
  void readsWhatConsulWritesForEc() throws Exception {
    ConsulCertificates certificates = ConsulCertificates.in(folder.resolve("tls"));
    assertThat(Files.readString(certificates.clientKey())).contains("BEGIN EC PRIVATE KEY");
    PrivateKey key = Pem.privateKey(certificates.clientKey().toString());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(new byte[10]);
    byte[] signed = signature.sign();
    signature.initVerify(Pem.certificates(certificates.clientCertificate().toString()).get(0));
    signature.update(new byte[10]);
    assertThat(signature.verify(signed)).isTrue();
  }

  @Test
  void readsChainsAmongOtherText() throws Exception {
    ConsulCertificates certificates = ConsulCertificates.in(folder.resolve("tls"));
    Path chain = folder.resolve("chain.pem");
    Files.writeString(
        chain,
        "subject: someone\n"
            + Files.readString(certificates.clientCertificate())
            + "\r\nissuer:\r\n"
            + Files.readString(certificates.caFile()));
    assertThat(Pem.certificates(chain.toString())).hasSize(2);
  }

  @Test
  void namesTheFileThatCannotBeUsedAndNothingOfItsContent() throws Exception {
    String key =
        pem(
            "ENCRYPTED PRIVATE KEY",
            "a secret of mine".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Pem.privateKey(key))
        .isInstanceOf(IOException.class)
        .hasMessage(key + " holds an encrypted key; a plain PKCS#8 key is needed");
    assertThatThrownBy(() -> Pem.certificates(key)).hasMessage(key + " holds no PEM certificate");

    for (String label : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY"}) {
      String rubbish =
          pem(label, "a secret of mine".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThatThrownBy(() -> Pem.privateKey(rubbish))
          .hasMessage(rubbish + " holds a private key that is neither RSA nor EC");
    }
    String cut = pem("EC PRIVATE KEY", new byte[] {0x30, 0x77, 0x02});
    assertThatThrownBy(() -> Pem.privateKey(cut)).isInstanceOf(IOException.class);

    String missing = folder.resolve("missing.pem").toString();
    assertThatThrownBy(() -> Pem.certificates(missing)).hasMessage(missing + " does not exist");

    Path half = folder.resolve("half.pem");
    Files.writeString(half, "-----BEGIN CERTIFICATE-----\nMIIB");
    assertThatThrownBy(() -> Pem.certificates(half.toString()))
        .hasMessage(half + " ends within a PEM block");
  }

  private static KeyPair pair(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else {
      generator.initialize(2048);
    }
    return generator.generateKeyPair();
  }

  private String pem(String label, byte[] content) throws IOException {
    Path file = Files.createTempFile(folder, "key", ".pem");
    Files.writeString(
        file,
        "-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\n-----END "
            + label
            + "-----\n");
    return file.toString();
  }
}
