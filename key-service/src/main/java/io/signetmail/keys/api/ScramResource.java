package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.EDGE;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.users.Grants;
import io.signetmail.keys.users.ScramKeys;
import io.signetmail.keys.users.UserName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// What an SMTP server needs to let a user log in with SCRAM-SHA-256, where no password is sent.
@Path("/v1/credentials/scram")
@RunOnVirtualThread
class ScramResource {
  private final ScramKeys keys;
  private final Grants grants;
  private final Caller caller;

  ScramResource(ScramKeys keys, Grants grants, Caller caller) {
    this.keys = keys;
    this.grants = grants;
    this.caller = caller;
  }

  record ScramInput(@Nullable String user) {}

  /// Salt and keys in base64, as RFC 5802 §3 calls them.
  ///
  /// @param domains what the user may send as
  record ScramView(
      int iterations, String salt, String storedKey, String serverKey, List<String> domains) {
    @Override
    public String toString() {
      return "ScramView[secret]";
    }
  }

  @POST
  @Allow(EDGE)
  @Repeatable
  public RestResponse<ScramView> keys(@Nullable ScramInput input) {
    var user = UserName.fromInput("user", Input.required("user", Input.body(input).user()));
    var parts = keys.of(caller.actor(), user);
    var domains = grants.of(caller.actor(), user).stream().map(MailDomain::name).toList();
    return Answers.secret(
        RestResponse.Status.OK,
        new ScramView(
            parts.iterations(), parts.salt(), parts.storedKey(), parts.serverKey(), domains));
  }
}
