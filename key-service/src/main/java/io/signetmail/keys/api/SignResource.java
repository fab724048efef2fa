package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.SIGNER;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.DigestAlgorithm;
import io.signetmail.keys.signingkeys.HeaderDigest;
import io.signetmail.keys.signingkeys.RemoteSigning;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.users.UserName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Signs a digest with a key that stays here.
@Path("/v1/sign")
@RunOnVirtualThread
class SignResource {
  private final RemoteSigning signing;
  private final Caller caller;

  SignResource(RemoteSigning signing, Caller caller) {
    this.signing = signing;
    this.caller = caller;
  }

  /// @param domain the domain of the From address
  /// @param algorithm the value of `a=`
  /// @param digest base64 of the SHA-256 over the canonicalized header
  record SignInput(
      @Nullable String user,
      @Nullable String domain,
      @Nullable String selector,
      @Nullable String algorithm,
      @Nullable String digest) {

    RemoteSigning.Request toRequest() {
      return new RemoteSigning.Request(
          UserName.fromInput("user", Input.required("user", user)),
          MailDomain.fromInput("domain", Input.required("domain", domain)),
          Selector.fromInput("selector", Input.required("selector", selector)),
          DigestAlgorithm.fromInput("algorithm", Input.required("algorithm", algorithm)),
          HeaderDigest.fromInput("digest", Input.required("digest", digest)));
    }
  }

  /// @param domain the key's, for `d=`
  /// @param signature base64, for `b=`
  record SignView(String domain, String selector, String algorithm, String signature) {}

  @POST
  @Allow(SIGNER)
  @Repeatable
  public RestResponse<SignView> sign(@Nullable SignInput input) {
    var request = Input.body(input).toRequest();
    var signed = signing.sign(caller.actor(), request);
    return Answers.secret(
        RestResponse.Status.OK,
        new SignView(
            signed.key().domain().name(),
            signed.key().selector().value(),
            request.algorithm().tag(),
            signed.signature()));
  }
}
