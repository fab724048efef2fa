package io.signetmail.cli;

import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.spf.SpfIdentity;
import io.signetmail.auth.spf.SpfReplyCode;
import io.signetmail.auth.spf.SpfResult;
import io.signetmail.cli.text.Section;
import java.util.Optional;

/// Tells an SPF result: the identity, the term that decided, what DNS said.
final class SpfSection {
  private SpfSection() {}

  static Section of(String title, SpfResult result, SmtpClient client, RecordingDns dns) {
    var identity = result.identity();
    var explanation =
        result instanceof SpfResult.Fail(_, _, var text) && !text.isEmpty()
            ? Optional.of(text)
            : Optional.<String>empty();
    var reply = result.replyCode().map(SpfSection::reply);
    var section =
        new Section(title, result.keyword() + ": " + result.reason())
            .fact("client", client.ip().getHostAddress())
            .fact("identity", name(identity.scope()) + " " + identity.sender())
            .fact("explains", explanation.orElse(""))
            .fact("reply code", reply.map(code -> code + ", if refused on SPF alone").orElse(""))
            .json("result", result.keyword())
            .json("reason", result.reason())
            .json("scope", identity.scope().property())
            .json("identity", identity.sender())
            .json("ip", client.ip().getHostAddress())
            .json("explanation", explanation)
            .json("replyCode", reply);
    dns.tell(section);
    return section;
  }

  private static String name(SpfIdentity.Scope scope) {
    return switch (scope) {
      case HELO -> "HELO";
      case MAIL_FROM -> "MAIL FROM";
    };
  }

  private static String reply(SpfReplyCode code) {
    return code.code() + " " + code.enhancedCode();
  }
}
