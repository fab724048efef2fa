package io.signetmail.cli.policy;

import picocli.CommandLine.Command;

/// `signet policy`.
@Command(
    name = "policy",
    description = "Checks a policy file, or tries it on mail that was already judged.",
    mixinStandardHelpOptions = true,
    subcommands = {CheckCommand.class, ReplayCommand.class})
public final class PolicyCommand {}
