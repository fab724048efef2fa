package io.signetmail.ingress.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The client's half of SCRAM-SHA-256, and what a server keeps of a password (RFC 5802 §3).
public final class ScramClient {
  private final String header;
  private final byte[] binding;
  private final String bare;
  private final String password;
  private String expected = "";

  /// @param header the GS2 header, such as `n,,`
  /// @param binding the octets of the channel binding; none without one
  public ScramClient(String header, byte[] binding, String user, String nonce, String password) {
    this.header = header;
    this.binding = binding.clone();
    this.bare = "n=" + user + ",r=" + nonce;
    this.password = password;
  }

  /// The first message.
  public String first() {
    return header + bare;
  }

  /// The answer to the server's first message.
  public String last(String serverFirst) {
    var parts = serverFirst.split(",", -1);
    var nonce = parts[0].substring(2);
    var salted = salted(password, parts[1].substring(2), Integer.parseInt(parts[2].substring(2)));
    var headerOctets = header.getBytes(StandardCharsets.UTF_8);
    var bound = new byte[headerOctets.length + binding.length];
    System.arraycopy(headerOctets, 0, bound, 0, headerOctets.length);
    System.arraycopy(binding, 0, bound, headerOctets.length, binding.length);
    var withoutProof = "c=" + Base64.getEncoder().encodeToString(bound) + ",r=" + nonce;
    var message = bare + "," + serverFirst + "," + withoutProof;
    var clientKey = hmac(salted, "Client Key");
    var signature = hmac(sha256(clientKey), message);
    for (int i = 0; i < clientKey.length; i++) {
      clientKey[i] ^= signature[i];
    }
    expected = "v=" + base64(hmac(hmac(salted, "Server Key"), message));
    return withoutProof + ",p=" + base64(clientKey);
  }

  /// What a server that knows the password says at the end.
  public String expected() {
    return expected;
  }

  /// What a server keeps of a password.
  public static ScramSecrets secrets(String password, String salt, int iterations) {
    var salted = salted(password, salt, iterations);
    return ScramSecrets.of(
        iterations,
        Base64.getDecoder().decode(salt),
        sha256(hmac(salted, "Client Key")),
        hmac(salted, "Server Key"));
  }

  private static byte[] salted(String password, String salt, int iterations) {
    try {
      var spec =
          new PBEKeySpec(password.toCharArray(), Base64.getDecoder().decode(salt), iterations, 256);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sha256(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
