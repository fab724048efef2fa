package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.PROVISIONER;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.Domains;
import io.signetmail.keys.domains.MailDomain;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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

  /// There is nothing to say about a domain yet.
  record DomainInput() {}

  record DomainView(String domain, Instant createdAt) {
    static DomainView of(Domain domain) {
      return new DomainView(domain.name().name(), domain.createdAt());
    }
  }

  /// @param next what to give as `after` for the next page; missing on the last one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DomainList(List<DomainView> domains, @Nullable String next) {}

  @GET
  @Allow({PROVISIONER, AUDITOR})
  public DomainList list(@RestQuery @Nullable String after, @RestQuery @Nullable String limit) {
    var page = Input.page(after, limit);
    var found = domains.list(caller.actor(), page).stream().map(DomainView::of).toList();
    return new DomainList(found, found.size() < page.limit() ? null : found.getLast().domain());
  }

  @PUT
  @Path("{domain}")
  @Allow(PROVISIONER)
  public RestResponse<DomainView> put(@RestPath MailDomain domain, @Nullable DomainInput input) {
    var put = domains.put(caller.actor(), domain);
    return Answers.put(put.created(), DomainView.of(put.domain()));
  }

  @GET
  @Path("{domain}")
  @Allow({PROVISIONER, AUDITOR})
  public DomainView get(@RestPath MailDomain domain) {
    return DomainView.of(domains.get(caller.actor(), domain));
  }

  @DELETE
  @Path("{domain}")
  @Allow(PROVISIONER)
  public void delete(@RestPath MailDomain domain) {
    domains.delete(caller.actor(), domain);
  }
}
