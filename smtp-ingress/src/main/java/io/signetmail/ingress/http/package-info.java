/// `POST /v1/messages`: mail of our own users over HTTP. The envelope is made here; from then on it
/// is the path of every submission, with the same users, grants, checks and promise.
///
/// ```
/// MessageResource --MessageDoor--> Submission (who, from, to, content) --MailFlow--> 202 | problem
/// ```
@NullMarked
package io.signetmail.ingress.http;

import org.jspecify.annotations.NullMarked;
