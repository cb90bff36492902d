package dev.tarn.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** A fresh RSA key with a certificate of its own, also as files of PEM. */
public record PemPair(
    PrivateKey privateKey, X509Certificate certificate, Path keyFile, Path certificateFile) {
  private static final String PASSWORD = "a-password";

  /** Makes one. */
  public static PemPair make(Path folder, String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    name,
                    "-keyalg",
                    "RSA",
                    "-keysize",
                    "2048",
                    "-dname",
                    "CN=" + name,
                    "-validity",
                    "2",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD,
                    "-storetype",
                    "PKCS12"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    assertThat(keytool.waitFor()).as(Files.readString(folder.resolve(name + ".log"))).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    PrivateKey key = (PrivateKey) keys.getKey(name, PASSWORD.toCharArray());
    X509Certificate certificate = (X509Certificate) keys.getCertificate(name);
    return new PemPair(
        key,
        certificate,
        Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded())),
        Files.writeString(
            folder.resolve(name + ".crt"), pem("CERTIFICATE", certificate.getEncoded())));
  }

  /** Returns the certificate as metadata has it. */
  public String certificateText() throws Exception {
    return Base64.getEncoder().encodeToString(certificate.getEncoded());
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(content)
        + "\n-----END "
        + what
        + "-----\n";
  }
}
