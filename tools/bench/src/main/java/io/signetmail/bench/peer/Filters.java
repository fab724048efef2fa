package io.signetmail.bench.peer;

import io.signetmail.bench.load.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The milters of a peer, each set up to do nothing but verify.
final class Filters {
  /// Rspamd compiles its patterns first, which takes a minute on a busy machine.
  private static final Duration START = Duration.ofMinutes(4);

  private Filters() {}

  /// A milter that runs.
  record Filter(String name, Path socket, Running process) {}

  static Filter openDkim(Path directory, Names names) throws IOException, InterruptedException {
    var socket = directory.resolve("opendkim.sock");
    var file =
        write(
            directory.resolve("opendkim.conf"),
            """
            Mode v
            Socket local:%s
            UMask 000
            AuthservID mx.signet.example
            AlwaysAddARHeader yes
            InternalHosts 192.0.2.255
            Nameservers %s
            Syslog no
            Background no
            """
                .formatted(socket, Names.ADDRESS));
    return start(
        "opendkim",
        socket,
        names.seenBy(List.of("/usr/sbin/opendkim", "-f", "-x", file.toString())),
        directory);
  }

  static Filter openDmarc(Path directory, Names names) throws IOException, InterruptedException {
    var socket = directory.resolve("opendmarc.sock");
    var nobody = write(directory.resolve("ignore.hosts"), "192.0.2.255\n");
    var file =
        write(
            directory.resolve("opendmarc.conf"),
            """
            Socket local:%s
            UMask 000
            AuthservID mx.signet.example
            TrustedAuthservIDs mx.signet.example
            IgnoreHosts %s
            SPFSelfValidate true
            SPFIgnoreResults true
            RejectFailures true
            Syslog false
            Background false
            """
                .formatted(socket, nobody));
    return start(
        "opendmarc",
        socket,
        names.seenBy(List.of("/usr/sbin/opendmarc", "-f", "-c", file.toString())),
        directory);
  }

  /// Only what SPF, DKIM and DMARC need; nothing that scores.
  static Filter rspamd(Path directory, Names names) throws IOException, InterruptedException {
    var socket = directory.resolve("rspamd.sock");
    var home = Files.createDirectories(directory.resolve("rspamd"));
    Postfix.owner(home, "_rspamd");
    var file =
        write(
            directory.resolve("rspamd.conf"),
            """
            options {
              filters = "dkim";
              pidfile = "%1$s/rspamd.pid";
              local_addrs = "192.0.2.255"; check_local = true; check_authed = true;
              dns { nameserver = ["%3$s:53"]; timeout = 2s; }
              dynamic_conf = "%1$s/dynamic";
              hs_cache_dir = "%1$s";
            }
            logging { type = "file"; filename = "%1$s/rspamd.log"; level = "error"; }
            worker "rspamd_proxy" {
              bind_socket = "%2$s mode=0666";
              milter = yes;
              timeout = 60s;
              count = 2;
              upstream "local" { default = yes; self_scan = yes; }
            }
            actions { reject = 15; }
            metric { name = "default"; actions { reject = 15; } }
            spf { check_local = true; spf_cache_size = 1k; spf_cache_expire = 1d; }
            dkim { check_local = true; dkim_cache_size = 2k; }
            dmarc { check_local = true; actions = { reject = "reject"; quarantine = "add_header"; } }
            milter_headers {
              use = ["authentication-results"];
              skip_local = false; skip_authenticated = false;
              routines { authentication-results { authserv_id = "mx.signet.example"; } }
            }
            lua = "$RULESDIR/rspamd.lua";
            modules {
              path = "$PLUGINSDIR/spf.lua";
              path = "$PLUGINSDIR/dmarc.lua";
              path = "$PLUGINSDIR/milter_headers.lua";
            }
            """
                .formatted(home, socket, Names.ADDRESS));
    return start(
        "rspamd",
        socket,
        names.seenBy(
            List.of(
                "/usr/bin/rspamd",
                "-f",
                "-u",
                "_rspamd",
                "-g",
                "_rspamd",
                "-c",
                file.toString(),
                "--var=DBDIR=" + home,
                "--var=RUNDIR=" + home,
                "--var=LOGDIR=" + home)),
        directory);
  }

  private static Path write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return file;
  }

  private static Filter start(String name, Path socket, List<String> command, Path directory)
      throws IOException, InterruptedException {
    var running = Running.start(command, Map.of(), directory.resolve(name + ".out"));
    try {
      running.await(START, () -> Files.exists(socket));
      return new Filter(name, socket, running);
    } catch (IOException | InterruptedException e) {
      running.close();
      throw e;
    }
  }
}
