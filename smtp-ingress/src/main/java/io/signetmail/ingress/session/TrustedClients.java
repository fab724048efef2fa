package io.signetmail.ingress.session;

import io.signetmail.smtp.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/// Hosts that may speak for others.
///
/// @param proxy load balancers: every connection of theirs begins with a PROXY header
/// @param xclient MTAs and tests that may say XCLIENT
/// @param mta MTAs that name the user of a submitted message in MAIL's AUTH parameter
/// @param certificates of such MTAs wherever they are, on submission: SHA-256 in lower case hex
public record TrustedClients(
    List<AddressRange> proxy,
    List<AddressRange> xclient,
    List<AddressRange> mta,
    Set<String> certificates) {

  /// Nobody.
  public static final TrustedClients NONE = new TrustedClients(List.of(), List.of(), List.of());

  /// Copies the lists.
  public TrustedClients {
    proxy = List.copyOf(proxy);
    xclient = List.copyOf(xclient);
    mta = List.copyOf(mta);
    certificates = Set.copyOf(certificates);
  }

  /// Nobody by certificate.
  public TrustedClients(
      List<AddressRange> proxy, List<AddressRange> xclient, List<AddressRange> mta) {
    this(proxy, xclient, mta, Set.of());
  }

  /// True for the certificate of an MTA whose word about a user is believed.
  boolean mayVouch(String certificate) {
    return certificates.contains(certificate);
  }

  /// True for a load balancer.
  public boolean proxies(InetAddress address) {
    return proxy.stream().anyMatch(r -> r.contains(address));
  }

  /// True for an MTA whose word about a user is believed (RFC 4954 §5).
  public boolean mayVouch(InetAddress address) {
    return mta.stream().anyMatch(r -> r.contains(address));
  }

  /// True for a host whose XCLIENT is believed.
  public boolean mayXclient(InetAddress address) {
    return xclient.stream().anyMatch(r -> r.contains(address));
  }
}
