package io.signetmail.ingress.mail;

import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.topic.Topic;
import io.signetmail.ingress.mail.MailLog.Routed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Which recipients are people and which are our own report mailboxes.
///
/// @param reportAddresses in lower case; reports are mail to a machine, so case cannot matter
/// @param quarantine where people's quarantined mail goes
public record Routes(Set<String> reportAddresses, QuarantineDetail quarantine) {

  /// Quarantined mail goes where other mail goes.
  public Routes(Set<String> reportAddresses) {
    this(reportAddresses, QuarantineDetail.none());
  }

  /// Lower-cases the addresses.
  public Routes {
    reportAddresses =
        reportAddresses.stream()
            .map(a -> a.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /// True for a report mailbox.
  public boolean isReport(String address) {
    return reportAddresses.contains(address.toLowerCase(Locale.ROOT));
  }

  /// One record for the people, one for the reports; both when the recipients are mixed. The
  /// message is shared.
  List<Routed> split(MailRecord mail) {
    var reports = mail.envelope().recipients().stream().filter(r -> isReport(r.address())).toList();
    boolean aside = mail.envelope().disposition() == Disposition.QUARANTINE;
    var people =
        mail.envelope().recipients().stream()
            .filter(r -> !isReport(r.address()))
            .map(r -> aside ? aside(r) : r)
            .toList();
    var routed = new ArrayList<Routed>();
    add(routed, Topic.MAIL_INBOUND, mail, people);
    add(routed, Topic.MAIL_REPORTS, mail, reports);
    return routed;
  }

  private Envelope.Recipient aside(Envelope.Recipient recipient) {
    return new Envelope.Recipient(
        quarantine.aside(recipient.address()), recipient.notifyOn(), recipient.orcpt());
  }

  private static void add(
      List<Routed> routed, Topic topic, MailRecord mail, List<Envelope.Recipient> recipients) {
    if (!recipients.isEmpty()) {
      routed.add(new Routed(topic, mail.withEnvelope(mail.envelope().withRecipients(recipients))));
    }
  }
}
