package io.signetmail.ingress.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// One SCRAM-SHA-256 or SCRAM-SHA-256-PLUS exchange (RFC 5802 §3, §5; RFC 7677). One thread.
///
/// What the client sends wrong and a wrong password look the same to it.
public final class ScramServer {
  /// The mechanism, and the one with channel binding.
  public static final String NAME = "SCRAM-SHA-256";

  /// RFC 5802 §6.
  public static final String PLUS = "SCRAM-SHA-256-PLUS";

  private static final String HMAC = "HmacSHA256";

  private final ScramFirst first;
  private final ChannelBindings bindings;
  private final String nonce;
  private final ScramSecrets secrets;
  private final String serverFirst;

  private ScramServer(
      ScramFirst first, ChannelBindings bindings, String ownNonce, ScramSecrets secrets) {
    this.first = first;
    this.bindings = bindings;
    this.nonce = first.nonce() + ownNonce;
    this.secrets = secrets;
    this.serverFirst = "r=" + nonce + ",s=" + secrets.saltText() + ",i=" + secrets.iterations();
  }

  /// A first message that can be answered once the user's secrets are known.
  public static final class Opening {
    private final ScramFirst first;
    private final ChannelBindings bindings;

    private Opening(ScramFirst first, ChannelBindings bindings) {
      this.first = first;
      this.bindings = bindings;
    }

    /// The name the client gave, as it gave it.
    public String user() {
      return first.user();
    }

    /// Goes on with what is known of the user.
    ///
    /// @param nonce ours: printable ASCII without a comma, new for each exchange
    public ScramServer with(ScramSecrets secrets, String nonce) {
      return new ScramServer(first, bindings, nonce, secrets);
    }
  }

  /// Reads the client's first message; empty when it is not one, or when its channel binding is not
  /// what this connection has.
  ///
  /// @param plus the client chose the mechanism with channel binding
  /// @param bindings of the connection; when there are any, PLUS was offered
  public static Optional<Opening> open(String message, boolean plus, ChannelBindings bindings) {
    return ScramFirst.parse(message)
        .filter(first -> plus == first.binding().isPresent())
        // RFC 5802 §6: a client that could bind, and was kept from seeing our offer.
        .filter(first -> !(first.couldBind() && bindings.any()))
        .filter(first -> first.binding().map(bindings.types()::contains).orElse(true))
        .map(first -> new Opening(first, bindings));
  }

  /// The first message of the server.
  public String serverFirst() {
    return serverFirst;
  }

  /// Checks the client's final message; the server's final message when the proof is right.
  public Optional<String> finish(String clientFinal) {
    int end = clientFinal.lastIndexOf(",p=");
    if (end < 0) {
      return Optional.empty();
    }
    var withoutProof = clientFinal.substring(0, end);
    var attributes = attributes(withoutProof);
    if (!expectedBinding().equals(attributes.get("c")) || !nonce.equals(attributes.get("r"))) {
      return Optional.empty();
    }
    var proof = decoded(clientFinal.substring(end + 3));
    if (proof.length != ScramSecrets.HASH_OCTETS) {
      return Optional.empty();
    }
    var message = first.bare() + "," + serverFirst + "," + withoutProof;
    return isProven(message, proof)
        ? Optional.of("v=" + base64(hmac(secrets.serverKey(), message)))
        : Optional.empty();
  }

  private boolean isProven(String message, byte[] proof) {
    var stored = secrets.storedKey();
    var signature = hmac(stored, message);
    var clientKey = new byte[proof.length];
    for (int i = 0; i < proof.length; i++) {
      clientKey[i] = (byte) (proof[i] ^ signature[i]);
    }
    return MessageDigest.isEqual(sha256(clientKey), stored);
  }

  /// The GS2 header and what the channel is bound to.
  private String expectedBinding() {
    var header = first.header().getBytes(StandardCharsets.UTF_8);
    var data = first.binding().flatMap(bindings::of).map(ScramServer::decoded).orElse(new byte[0]);
    var both = new byte[header.length + data.length];
    System.arraycopy(header, 0, both, 0, header.length);
    System.arraycopy(data, 0, both, header.length, data.length);
    return base64(both);
  }

  private static Map<String, String> attributes(String message) {
    var found = new HashMap<String, String>();
    for (var part : message.split(",", 8)) {
      if (part.length() > 2 && part.charAt(1) == '=') {
        found.putIfAbsent(part.substring(0, 1), part.substring(2));
      }
    }
    return found;
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + HMAC, e);
    }
  }

  private static byte[] sha256(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
