package io.signetmail.ingress;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.EventPublisher;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.ingress.mail.MailLog;
import io.signetmail.ingress.mail.MailMetrics;
import io.signetmail.ingress.mail.Verdicts;
import io.signetmail.ingress.milter.InboundVerdicts;
import io.signetmail.ingress.milter.KeyServiceSigning;
import io.signetmail.ingress.milter.MilterFlows;
import io.signetmail.ingress.milter.MilterPorts;
import io.signetmail.ingress.milter.MilterRules;
import io.signetmail.ingress.milter.MilterServer;
import io.signetmail.ingress.milter.OutboundSigning;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.SessionPorts;
import io.signetmail.policy.PolicySource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the milter listener that the settings describe.
record MilterDoor(
    IngressSettings settings,
    MilterSettings milter,
    MeterRegistry registry,
    DurableProducer producer,
    RandomGenerator random) {
  private static final Logger LOG = LoggerFactory.getLogger(MilterDoor.class);

  /// Empty when it is off.
  ///
  /// @param submission whose accounts and ids are used too
  /// @param budget memory for messages
  Optional<MilterServer> open(
      Verdicts verdicts,
      MailLog log,
      PolicySource policies,
      SessionPorts submission,
      BytesBudget budget)
      throws IOException {
    if (milter.port() < 0) {
      return Optional.empty();
    }
    if (milter.signerToken().isEmpty() && milter.signerTokenFile().isEmpty()) {
      LOG.warn(
          "signet.milter.signer-token-file is not set: mail of users the MTA has authenticated is"
              + " DEFERRED, since nothing can be signed");
    }
    var metrics = new MailMetrics(registry);
    var ports =
        new MilterPorts(
            submission.accounts(),
            policies,
            new MilterFlows(
                new InboundVerdicts(
                    verdicts, log, settings.verdictWait(), milter.quarantine(), metrics, random),
                new OutboundSigning(
                    new KeyServiceSigning(settings.keyService().url(), this::signerToken),
                    SigningOptions.DEFAULT.withValidity(milter.signatureLifetime()),
                    this::write,
                    log,
                    metrics,
                    submission.clock(),
                    random)),
            submission.limits(),
            budget,
            submission.ids(),
            submission.clock());
    var rules =
        new MilterRules(settings.maxMessageBytes(), settings.maxRecipients(), milter.quarantine());
    var server =
        MilterServer.start(
            door(),
            rules,
            ports,
            id -> {
              metrics.inDoubt(ListenerKind.MILTER);
              LOG.warn("in doubt: {} was answered, but its MTA was gone", id);
            });
    Gauge.builder("signet.ingress.connections", server, MilterServer::connections)
        .description("Open SMTP connections")
        .tag("listener", ListenerKind.MILTER.label())
        .register(registry);
    return Optional.of(server);
  }

  private MilterServer.Door door() {
    return new MilterServer.Door(
        milter.listenAddress(),
        milter.port(),
        Ranges.of("signet.milter.allow-from", milter.allowFrom()),
        milter.maxConnections(),
        milter.idleTimeout(),
        settings.smtp().dataTimeout(),
        settings.smtp().lifetime());
  }

  private Optional<String> signerToken() {
    return milter.signerToken().or(() -> milter.signerTokenFile().flatMap(TokenFile::read));
  }

  private String write(List<MailEvent> steps) {
    var outcomes = producer.sendAll(steps.stream().map(EventPublisher::record).toList());
    var reason = "";
    for (var outcome : outcomes) {
      reason =
          switch (outcome) {
            case SendOutcome.Stored _ -> reason;
            case SendOutcome.NotStored(var why) -> why;
            case SendOutcome.Unknown(var why) -> why;
          };
    }
    return reason;
  }
}
