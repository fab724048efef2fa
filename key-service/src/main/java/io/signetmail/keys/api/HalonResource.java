package io.signetmail.keys.api;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;
import static io.signetmail.keys.tokens.Role.SIGNER;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.PrivateKeys;
import io.signetmail.keys.users.UserName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The lookup in the form a Halon script asks for it: `?type=dkim&user=U&domain=D`.
///
/// The script tells the answers apart by what the JSON decodes to: an array is a key, `null` means
/// there is none, and a failure has no body at all.
@Path("/")
@RunOnVirtualThread
class HalonResource {
  private static final String NO_KEY = "null";

  private final PrivateKeys privateKeys;
  private final Caller caller;

  HalonResource(PrivateKeys privateKeys, Caller caller) {
    this.privateKeys = privateKeys;
    this.caller = caller;
  }

  record HalonKey(String selector, String domain, String rsakey) {
    @Override
    public String toString() {
      return "HalonKey[" + selector + ", " + domain + "]";
    }
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Allow(SIGNER)
  public RestResponse<Object> find(
      @RestQuery @Nullable String type,
      @RestQuery @Nullable String user,
      @RestQuery @Nullable String domain) {
    if (!"dkim".equals(type)) {
      throw Refusal.of(
          INVALID_REQUEST, "type", Quoted.of(String.valueOf(type)) + " is not a type of key");
    }
    var answer =
        privateKeys.find(
            caller.actor(),
            UserName.fromInput("user", Input.required("user", user)),
            MailDomain.fromInput("domain", Input.required("domain", domain)));
    var key =
        answer.keys().stream()
            .filter(opened -> opened.key().algorithm().family() == KeyAlgorithm.Family.RSA)
            .findFirst();
    return Answers.secret(
        RestResponse.Status.OK, key.<Object>map(HalonResource::view).orElse(NO_KEY));
  }

  private static HalonKey view(PrivateKeys.Opened opened) {
    return new HalonKey(
        opened.key().selector().value(), opened.key().domain().name(), opened.privateKey().text());
  }
}
