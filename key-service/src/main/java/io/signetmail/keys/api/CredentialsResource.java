package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.EDGE;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.users.Grants;
import io.signetmail.keys.users.Password;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.users.Users;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Checks a login for an SMTP server.
@Path("/v1/credentials/verify")
@RunOnVirtualThread
class CredentialsResource {
  private final Users users;
  private final Grants grants;
  private final Caller caller;

  CredentialsResource(Users users, Grants grants, Caller caller) {
    this.users = users;
    this.grants = grants;
    this.caller = caller;
  }

  record CredentialsInput(@Nullable String user, @Nullable String password) {
    @Override
    public String toString() {
      return "CredentialsInput[secret]";
    }
  }

  /// @param domains what the user may send as; empty unless valid
  record CredentialsView(boolean valid, List<String> domains) {}

  @POST
  @Allow(EDGE)
  @Repeatable
  public RestResponse<CredentialsView> verify(@Nullable CredentialsInput input) {
    var body = Input.body(input);
    var user = UserName.fromInput("user", Input.required("user", body.user()));
    var password = Password.given("password", Input.required("password", body.password()));
    var view =
        users.verify(user, password)
            ? new CredentialsView(true, domainsOf(user))
            : new CredentialsView(false, List.of());
    return Answers.secret(RestResponse.Status.OK, view);
  }

  private List<String> domainsOf(UserName user) {
    return grants.of(caller.actor(), user).stream().map(MailDomain::name).toList();
  }
}
