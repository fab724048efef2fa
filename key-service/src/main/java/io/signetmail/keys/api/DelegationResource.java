package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.PROVISIONER;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.delegation.Delegations;
import io.signetmail.keys.domains.MailDomain;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Keys in a zone of ours: the domain's owner publishes these aliases once.
@Path("/v1/domains/{domain}/delegation")
@RunOnVirtualThread
class DelegationResource {
  private final Delegations delegations;
  private final Caller caller;

  DelegationResource(Delegations delegations, Caller caller) {
    this.delegations = delegations;
    this.caller = caller;
  }

  /// There is nothing to say about a delegation.
  record DelegationInput() {}

  /// @param zoneLine for a zone file
  /// @param keyState the state of the slot's key; missing while it has none
  /// @param inZone whether our zone has a record for it
  /// @param failure why our zone does not have what it should
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AliasView(
      String name,
      String type,
      String target,
      String zoneLine,
      @Nullable String keyState,
      boolean inZone,
      @Nullable String failure) {
    static AliasView of(Delegations.Alias alias) {
      return new AliasView(
          alias.name(),
          "CNAME",
          alias.target(),
          alias.name() + ". 3600 IN CNAME " + alias.target() + ".",
          alias.key().map(key -> key.state().keyword()).orElse(null),
          alias.published(),
          alias.failure().orElse(null));
    }
  }

  record DelegationView(String domain, String zone, String label, List<AliasView> records) {
    static DelegationView of(Delegations.Shown shown) {
      return new DelegationView(
          shown.delegation().domain().name(),
          shown.zone(),
          shown.delegation().label(),
          shown.aliases().stream().map(AliasView::of).toList());
    }
  }

  @PUT
  @Allow(PROVISIONER)
  public RestResponse<DelegationView> put(
      @RestPath MailDomain domain, @Nullable DelegationInput input) {
    var shown = delegations.put(caller.actor(), domain);
    return Answers.put(shown.created(), DelegationView.of(shown));
  }

  @GET
  @Allow({PROVISIONER, AUDITOR})
  public DelegationView get(@RestPath MailDomain domain) {
    return DelegationView.of(delegations.get(caller.actor(), domain));
  }

  /// Only when no key in a slot is needed any more. The label is never used again.
  @DELETE
  @Allow(PROVISIONER)
  public void delete(@RestPath MailDomain domain) {
    delegations.delete(caller.actor(), domain);
  }
}
