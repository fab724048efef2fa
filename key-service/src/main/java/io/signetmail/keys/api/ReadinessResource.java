package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.PROVISIONER;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.readiness.Advice;
import io.signetmail.keys.readiness.DmarcStages;
import io.signetmail.keys.readiness.DnsRecord;
import io.signetmail.keys.readiness.Readiness;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// What a domain's DNS says about its mail, and what should be published.
@Path("/v1/domains/{domain}")
@RunOnVirtualThread
class ReadinessResource {
  private final Readiness readiness;
  private final Caller caller;

  ReadinessResource(Readiness readiness, Caller caller) {
    this.readiness = readiness;
    this.caller = caller;
  }

  /// @param severity error, warning, info, or unknown when DNS did not answer
  /// @param publish the record that puts it right, when there is one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AdviceView(String severity, String code, String detail, @Nullable DnsRecord publish) {
    static AdviceView of(Advice advice) {
      return new AdviceView(
          advice.severity().name().toLowerCase(Locale.ROOT),
          advice.code(),
          advice.detail(),
          advice.publish().orElse(null));
    }
  }

  record ReadinessView(
      String domain,
      boolean ready,
      List<AdviceView> spf,
      List<AdviceView> dkim,
      List<AdviceView> dmarc,
      List<AdviceView> mx) {}

  record StageView(String policy, DnsRecord record, String when) {
    static StageView of(DmarcStages.Stage stage) {
      return new StageView(stage.policy().keyword(), stage.record(), stage.when());
    }
  }

  /// @param now the policy of the domain's own record; missing without one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DmarcPathView(String domain, @Nullable String now, List<StageView> stages) {}

  @GET
  @Path("readiness")
  @Allow({PROVISIONER, AUDITOR})
  public ReadinessView readiness(@RestPath MailDomain domain) {
    var report = readiness.check(caller.actor(), domain);
    return new ReadinessView(
        domain.name(),
        report.isReady(),
        views(report.spf()),
        views(report.dkim()),
        views(report.dmarc()),
        views(report.mx()));
  }

  /// The records of the way to an enforced DMARC policy.
  @GET
  @Path("dmarc-path")
  @Allow({PROVISIONER, AUDITOR})
  public DmarcPathView path(@RestPath MailDomain domain) {
    var path = readiness.path(caller.actor(), domain);
    return new DmarcPathView(
        domain.name(),
        path.now().map(DmarcPolicy::keyword).orElse(null),
        path.stages().stream().map(StageView::of).toList());
  }

  private static List<AdviceView> views(List<Advice> advice) {
    return advice.stream().map(AdviceView::of).toList();
  }
}
