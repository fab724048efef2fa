package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.EDGE;
import static io.signetmail.keys.tokens.Role.PROVISIONER;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.users.Grants;
import io.signetmail.keys.users.UserName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Which domains a user may send as.
@Path("/v1/users/{user}/grants")
@RunOnVirtualThread
class GrantResource {
  private final Grants grants;
  private final Caller caller;

  GrantResource(Grants grants, Caller caller) {
    this.grants = grants;
    this.caller = caller;
  }

  record GrantInput() {}

  record GrantView(String user, String domain) {}

  /// @param next what to give as `after` for the next page; missing on the last one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record GrantList(String user, List<String> domains, @Nullable String next) {}

  @GET
  @Allow({PROVISIONER, EDGE, AUDITOR})
  public GrantList list(
      @RestPath UserName user,
      @RestQuery @Nullable String after,
      @RestQuery @Nullable String limit) {
    var granted = grants.of(caller.actor(), user).stream().map(MailDomain::name).toList();
    if (limit == null && after == null) {
      // An edge decides about mail by this list: a part of it would refuse what is allowed.
      return new GrantList(user.value(), granted, null);
    }
    var part = Part.of(granted, name -> name, Input.page(after, limit));
    return new GrantList(user.value(), part.items(), part.next());
  }

  @PUT
  @Path("{domain}")
  @Allow(PROVISIONER)
  public RestResponse<GrantView> put(
      @RestPath UserName user, @RestPath MailDomain domain, @Nullable GrantInput input) {
    boolean created = grants.put(caller.actor(), user, domain);
    return Answers.put(created, new GrantView(user.value(), domain.name()));
  }

  @DELETE
  @Path("{domain}")
  @Allow(PROVISIONER)
  public void delete(@RestPath UserName user, @RestPath MailDomain domain) {
    grants.delete(caller.actor(), user, domain);
  }
}
