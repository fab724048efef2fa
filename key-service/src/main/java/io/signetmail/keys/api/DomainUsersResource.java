package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.PROVISIONER;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.users.Grants;
import io.signetmail.keys.users.UserName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Who may send as a domain.
@Path("/v1/domains/{domain}/users")
@RunOnVirtualThread
class DomainUsersResource {
  private final Grants grants;
  private final Caller caller;

  DomainUsersResource(Grants grants, Caller caller) {
    this.grants = grants;
    this.caller = caller;
  }

  @GET
  @Allow({PROVISIONER, AUDITOR})
  public UsersResource.UserList list(
      @RestPath MailDomain domain,
      @RestQuery @Nullable String after,
      @RestQuery @Nullable String limit) {
    var names = grants.to(caller.actor(), domain).stream().map(UserName::value).toList();
    var part = Part.of(names, name -> name, Input.page(after, limit));
    return new UsersResource.UserList(part.items(), part.next());
  }
}
