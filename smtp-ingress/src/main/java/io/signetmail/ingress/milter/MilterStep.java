package io.signetmail.ingress.milter;

import io.signetmail.smtp.Reply;
import io.signetmail.smtp.milter.MilterResponse;
import java.util.List;

/// What follows from a command: responses, then the end or the next command.
record MilterStep(List<MilterResponse> responses, boolean close) {
  /// Nothing to say.
  static final MilterStep QUIET = new MilterStep(List.of(), false);

  /// The conversation is over.
  static final MilterStep CLOSE = new MilterStep(List.of(), true);

  static final MilterStep CONTINUE = say(new MilterResponse.Continue());

  MilterStep {
    responses = List.copyOf(responses);
  }

  static MilterStep say(MilterResponse response) {
    return new MilterStep(List.of(response), false);
  }

  static MilterStep refuse(Reply reply) {
    return say(new MilterResponse.Refuse(reply));
  }
}
