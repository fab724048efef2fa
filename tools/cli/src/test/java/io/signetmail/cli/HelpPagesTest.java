package io.signetmail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// The pages of `./signet help VERB` name every option a verb has, and no other.
class HelpPagesTest {
  private static final Path SCRIPT = Path.of("../../signet");
  private static final Pattern OPTION = Pattern.compile("^    (--[a-z-]+)", Pattern.MULTILINE);

  @TestFactory
  Stream<DynamicTest> everyVerb() throws IOException {
    var script = Files.readString(SCRIPT);
    return Main.commandLine().getSubcommands().entrySet().stream()
        .map(verb -> DynamicTest.dynamicTest(verb.getKey(), () -> compare(verb, script)));
  }

  private static void compare(Map.Entry<String, CommandLine> verb, String script) {
    var page = page(verb.getKey().replace('-', '_'), script);
    if (page.contains("page_answer_options")) {
      page += page("answer_options", script);
    }
    var documented = OPTION.matcher(page).results().map(match -> match.group(1)).toList();
    var options =
        verb.getValue().getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .map(OptionSpec::names)
            .map(names -> names[0])
            .toList();
    assertThat(documented).containsExactlyInAnyOrderElementsOf(options);
    assertThat(page).contains("signet " + verb.getKey() + " - ").contains("EXIT STATUS");
  }

  private static String page(String name, String script) {
    int start = script.indexOf("\npage_" + name + "() {");
    assertThat(start).as("page_" + name).isPositive();
    return script.substring(start, script.indexOf("\n}\n", start));
  }
}
