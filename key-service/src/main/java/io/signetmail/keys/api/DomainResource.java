package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.PROVISIONER;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.DomainQuery;
import io.signetmail.keys.domains.DomainSettings;
import io.signetmail.keys.domains.Domains;
import io.signetmail.keys.domains.MailDomain;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Domains the platform sends mail for.
@Path("/v1/domains")
@RunOnVirtualThread
class DomainResource {
  private final Domains domains;
  private final Caller caller;

  DomainResource(Domains domains, Caller caller) {
    this.domains = domains;
    this.caller = caller;
  }

  /// A new domain has the default settings, a known one keeps what it has.
  record DomainInput() {}

  /// @param keyNeverLeaves its private keys sign inside this service only
  record SettingsInput(@Nullable Boolean keyNeverLeaves) {}

  /// @param removedAt when it was removed
  /// @param destroyedAfter until when it can be restored
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DomainView(
      String domain,
      Instant createdAt,
      boolean keyNeverLeaves,
      @Nullable Instant removedAt,
      @Nullable Instant destroyedAfter) {}

  /// @param next what to give as `after` for the next page; missing on the last one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DomainList(List<DomainView> domains, @Nullable String next) {}

  @GET
  @Allow({PROVISIONER, AUDITOR})
  public DomainList list(
      @RestQuery @Nullable String after,
      @RestQuery @Nullable String limit,
      @RestQuery @Nullable String contains,
      @RestQuery @Nullable String removed) {
    var page = Input.page(after, limit);
    var query =
        new DomainQuery(
            caller.actor().scope(), Input.part(contains), Input.flag("removed", removed), page);
    var found = domains.list(query).stream().map(this::view).toList();
    return new DomainList(found, found.size() < page.limit() ? null : found.getLast().domain());
  }

  @PUT
  @Path("{domain}")
  @Allow(PROVISIONER)
  public RestResponse<DomainView> put(@RestPath MailDomain domain, @Nullable DomainInput input) {
    var put = domains.put(caller.actor(), domain);
    return Answers.put(put.created(), view(put.domain()));
  }

  @GET
  @Path("{domain}")
  @Allow({PROVISIONER, AUDITOR})
  public DomainView get(@RestPath MailDomain domain) {
    return view(domains.get(caller.actor(), domain));
  }

  @PUT
  @Path("{domain}/settings")
  @Allow(PROVISIONER)
  public DomainView configure(@RestPath MailDomain domain, @Nullable SettingsInput input) {
    var never = Input.required("keyNeverLeaves", Input.body(input).keyNeverLeaves());
    return view(domains.configure(caller.actor(), domain, new DomainSettings(never)));
  }

  /// Brings a removed domain back as it was.
  @POST
  @Path("{domain}/restore")
  @Allow(PROVISIONER)
  public DomainView restore(@RestPath MailDomain domain) {
    return view(domains.restore(caller.actor(), domain));
  }

  @DELETE
  @Path("{domain}")
  @Allow(PROVISIONER)
  public void delete(@RestPath MailDomain domain) {
    domains.delete(caller.actor(), domain);
  }

  private DomainView view(Domain domain) {
    return new DomainView(
        domain.name().name(),
        domain.createdAt(),
        domain.settings().keyNeverLeaves(),
        domain.removedAt().orElse(null),
        domain.removedAt().map(domains::destroyedAfter).orElse(null));
  }
}
