package io.signetmail.ingress.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Certificates from PEM files: one pair for everybody, and a directory of further pairs
/// (`NAME.crt` with `NAME.key`) of which the client's SNI chooses. Looked at again every few
/// seconds, and at a handshake only. Thread-safe.
///
/// A pair that cannot be used leaves its last good certificate in place; connections that are open
/// keep theirs.
public final class PemFiles implements TlsContexts {
  private static final Logger LOG = LoggerFactory.getLogger(PemFiles.class);
  private static final Duration CHECK = Duration.ofSeconds(5);
  private static final int MOST_PAIRS = 10_000;

  private final Optional<PemPair> first;
  private final Optional<Path> directory;
  private final long checkNanos;
  private Map<PemPair, Loaded> loaded = new LinkedHashMap<>();
  private @Nullable SSLContext context;
  private long nextCheck;

  private record Loaded(PemPair.Stamp stamp, ServerIdentity identity) {}

  /// One pair, read when asked for the first time.
  public PemFiles(Path certificate, Path key) {
    this(Optional.of(new PemPair(certificate, key)), Optional.empty(), CHECK);
  }

  /// @param first what a client sees that asks for no name, or for one nobody has
  /// @param check how often the files are looked at
  public PemFiles(Optional<PemPair> first, Optional<Path> directory, Duration check) {
    this.first = first;
    this.directory = directory;
    this.checkNanos = check.toNanos();
    this.nextCheck = System.nanoTime();
  }

  /// As the other one, looked at every 5 s.
  public PemFiles(Optional<PemPair> first, Optional<Path> directory) {
    this(first, directory, CHECK);
  }

  @Override
  public synchronized Optional<SSLContext> current() {
    if (System.nanoTime() - nextCheck >= 0) {
      nextCheck = System.nanoTime() + checkNanos;
      refresh();
    }
    return Optional.ofNullable(context);
  }

  private void refresh() {
    Map<PemPair, Loaded> now = new LinkedHashMap<>();
    for (var pair : pairs()) {
      var kept = loaded.get(pair);
      var fresh = load(pair, kept);
      if (fresh != null) {
        now.put(pair, fresh);
      }
    }
    if (now.isEmpty()) {
      return; // nothing usable: the last good context stays
    }
    if (!now.equals(loaded) || context == null) {
      loaded = now;
      context = context(now.values().stream().map(Loaded::identity).toList());
    }
  }

  private static @Nullable Loaded load(PemPair pair, @Nullable Loaded kept) {
    try {
      var stamp = pair.stamp();
      if (kept != null && kept.stamp().equals(stamp)) {
        return kept;
      }
      var fresh = new Loaded(stamp, pair.load());
      LOG.info("TLS certificate for {} read from {}", fresh.identity().names(), pair.certificate());
      return fresh;
    } catch (IOException | GeneralSecurityException e) {
      LOG.error(
          "TLS certificate {} or its key {} cannot be used{}: {}",
          pair.certificate(),
          pair.key(),
          kept == null ? "" : ", the last good one stays",
          e.toString());
      return kept;
    }
  }

  private List<PemPair> pairs() {
    var pairs = new ArrayList<PemPair>();
    first.ifPresent(pairs::add);
    if (directory.isPresent()) {
      try (var files = Files.list(directory.get())) {
        files
            .filter(f -> f.getFileName().toString().endsWith(".crt"))
            .sorted()
            .limit(MOST_PAIRS)
            .map(f -> new PemPair(f, keyOf(f)))
            .forEach(pairs::add);
      } catch (IOException e) {
        LOG.error("TLS directory {} cannot be read: {}", directory.get(), e.toString());
        return List.copyOf(loaded.keySet());
      }
    }
    return pairs;
  }

  private static Path keyOf(Path certificate) {
    var name = certificate.getFileName().toString();
    return certificate.resolveSibling(name.substring(0, name.length() - 4) + ".key");
  }

  private static SSLContext context(List<ServerIdentity> identities) {
    try {
      var fresh = SSLContext.getInstance("TLS");
      fresh.init(
          new KeyManager[] {new SniKeys(identities)},
          new TrustManager[] {new ClientCertificate.AnyMaker()},
          null);
      return fresh;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }
}
