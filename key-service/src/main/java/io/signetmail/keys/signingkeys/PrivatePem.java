package io.signetmail.keys.signingkeys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/// A private key as PEM text (RFC 7468 §10), on its way to a signer. Prints nothing of itself.
public record PrivatePem(String text) {
  static PrivatePem of(byte[] pkcs8) {
    var base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(pkcs8);
    return new PrivatePem(
        "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
  }

  @Override
  public String toString() {
    return "PrivatePem[secret]";
  }
}
