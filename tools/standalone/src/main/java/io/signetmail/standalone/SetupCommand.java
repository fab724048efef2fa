package io.signetmail.standalone;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `signet setup`: makes the secrets of an installation, once; what is there is left alone.
@Command(
    name = "setup",
    description = "Makes the secrets of an installation; what is there is left alone.",
    mixinStandardHelpOptions = true,
    subcommands = {SetupCommand.Secrets.class, SetupCommand.ServiceTokens.class})
public final class SetupCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    System.err.println("signet setup: say what to make: secrets, tokens");
    return 2;
  }

  /// What must exist before any service starts.
  @Command(
      name = "secrets",
      description =
          "Makes master key, admin token and a self-signed certificate, in DIR/secrets, for its"
              + " owner only.",
      mixinStandardHelpOptions = true)
  static final class Secrets implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", required = true)
    private Path data = Path.of(".");

    @Option(
        names = "--hostname",
        paramLabel = "NAME",
        defaultValue = ServiceSettings.HOSTNAME,
        description = "for the certificate (default: ${DEFAULT-VALUE})")
    private String hostname = ServiceSettings.HOSTNAME;

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
      var directory = new DataDirectory(data);
      Files.createDirectories(directory.secrets());
      var secrets = SecretFiles.of(directory);
      secrets.masterKey();
      secrets.adminToken();
      SelfSigned.makeOnce(secrets, hostname, InstantSource.system());
      var _ = DemoZones.honestKey(secrets);
      System.out.println("secrets are in " + directory.secrets());
      return 0;
    }
  }

  /// What only a running key-service can issue.
  @Command(
      name = "tokens",
      description = "Has key-service issue the token of each service that needs one.",
      mixinStandardHelpOptions = true)
  static final class ServiceTokens implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", required = true)
    private Path data = Path.of(".");

    @Option(names = "--key-service", paramLabel = "URL", required = true)
    private String keyService = "";

    @Override
    public Integer call() throws IOException, InterruptedException, StartFailed {
      var secrets = SecretFiles.of(new DataDirectory(data));
      try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
        new Tokens(http, secrets).issueMissing(keyService);
      }
      System.out.println("every service has its token");
      return 0;
    }
  }
}
