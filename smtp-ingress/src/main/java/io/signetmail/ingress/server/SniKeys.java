package io.signetmail.ingress.server;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows the certificate of the name the client asks for (SNI, RFC 6066 §3), else the first one.
/// Immutable.
final class SniKeys extends X509ExtendedKeyManager {
  private final List<ServerIdentity> identities;

  SniKeys(List<ServerIdentity> identities) {
    this.identities = List.copyOf(identities);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return choose(keyType, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return choose(keyType, engine == null ? null : engine.getHandshakeSession());
  }

  /// JSSE asks once for every type of key it could use: a certificate for the right name with
  /// another type of key must win over one for another name.
  private @Nullable String choose(String keyType, @Nullable SSLSession session) {
    var named = named(session);
    var candidates = named.length == 0 ? alike() : named;
    return IntStream.of(candidates)
        .filter(i -> identities.get(i).hasKeyFor(keyType))
        .mapToObj(Integer::toString)
        .findFirst()
        .orElse(null);
  }

  private int[] named(@Nullable SSLSession session) {
    if (!(session instanceof ExtendedSSLSession extended)) {
      return new int[0];
    }
    return extended.getRequestedServerNames().stream()
        .filter(SNIHostName.class::isInstance)
        .map(name -> ((SNIHostName) name).getAsciiName())
        .findFirst()
        .map(host -> indexes(i -> identities.get(i).isFor(host)))
        .orElse(new int[0]);
  }

  /// The first one, and those for the same names with another type of key.
  private int[] alike() {
    return indexes(i -> identities.get(i).names().equals(identities.getFirst().names()));
  }

  private int[] indexes(java.util.function.IntPredicate condition) {
    return IntStream.range(0, identities.size()).filter(condition).toArray();
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
    return alias == null
        ? null
        : identities.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
    return alias == null ? null : identities.get(Integer.parseInt(alias)).key();
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return IntStream.of(indexes(i -> identities.get(i).hasKeyFor(keyType)))
        .mapToObj(Integer::toString)
        .toArray(String[]::new);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null; // we are no client
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }
}
