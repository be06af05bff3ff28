using System.Text;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Tests.Setup;

public sealed class ScriptRulesTests
{
    private const string Strict = "set -euo pipefail\n";

    [Theory]
    [InlineData("#!/bin/bash\n")]
    [InlineData("#!/usr/bin/env bash\n")]
    [InlineData("#! /usr/local/bin/bash\n")]
    [InlineData("#!/bin/sh\n")]
    [InlineData("#!/bin/sh -\n")]
    [InlineData("#!/usr/bin/env -S bash\n")]
    [InlineData("#!/usr/bin/env LANG=C bash\n")]
    [InlineData("# A licence.\n#!/bin/bash\n")]
    [InlineData("# A comment.\n#!!! look here\n")]
    [InlineData("")]
    public void What_bash_runs_as_it_is_may_be_named_in_the_first_line(string head) => Assert.Empty(Problems(head + Strict));

    [Theory]
    [InlineData("#!/usr/bin/env python3\n", 1, "'python3' wouldn't run it")]
    [InlineData("#!/usr/bin/zsh\n", 1, "'zsh' wouldn't run it")]
    [InlineData("#!/usr/bin/env -S node --no-warnings\n", 1, "'node' wouldn't run it")]
    [InlineData("#!/usr/bin/fish\n", 1, "'fish' wouldn't run it")]
    [InlineData("# A licence.\n\n#!/usr/bin/perl -w\n", 3, "'perl' wouldn't run it")]
    [InlineData("#!/bin/bash -e\n", 1, "write 'set -e' in a line of its own")]
    [InlineData("#!/usr/bin/env -S bash -euo pipefail\n", 1, "write 'set -euo pipefail' in a line of its own")]
    [InlineData("#!/bin/bash -l\n", 1, "leave them out")]
    [InlineData("#!/bin/sh -x\n", 1, "write 'set -x'")]
    [InlineData("#!/bin/bash --norc\n", 1, "leave them out")]
    [InlineData(" # A comment.\n #!/bin/bash -e\n", 2, "write 'set -e'")]
    public void What_the_first_line_asks_for_in_vain_is_refused(string head, int line, string reason) => AssertError(head + Strict, line, reason);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("#!/bin/bash\n")]
    [InlineData("# Don't run this yet.\n# echo hello\n \t\n")]
    public void A_command_that_does_nothing_is_refused(string script) => AssertError(script, 1, "nothing in it to run");

    [Theory]
    [InlineData(":")]
    [InlineData("'/opt/a b'")]
    [InlineData("\"$HOME/bin/x\"")]
    public void A_command_of_one_word_is_one(string script) => Assert.DoesNotContain(Problems(script), problem => problem.Severity == Severity.Error);

    [Fact]
    public void A_file_that_is_no_text_is_refused_by_its_first_bytes()
    {
        AssertError(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Strict)), 1, "UTF-16");
        AssertError(Encoding.BigEndianUnicode.GetPreamble().Concat(Encoding.BigEndianUnicode.GetBytes(Strict)), 1, "UTF-16");
        AssertError(Encoding.Unicode.GetBytes(Strict), 1, "NUL");
        AssertError("echo a\necho b\0c\n"u8.ToArray(), 2, "NUL");
        AssertError(Encoding.UTF8.GetPreamble().Concat("# customizer: run=once\n"u8.ToArray()).Concat(Encoding.UTF8.GetBytes(Strict)), 1, "byte order mark");
    }

    [Fact]
    public void Behind_a_byte_order_mark_all_other_faults_are_told_too()
    {
        var problems = ScriptRules.OfCommand("every-app/10-a.sh", [.. Encoding.UTF8.GetPreamble(), .. "#!/bin/bash -e\r\n# customizer: x=y\r\necho \u201ca\u201d\r\n"u8], TimeSpan.FromHours(2));
        Assert.Equal([1, 1, 1, 2, 3], problems.Where(problem => problem.Severity == Severity.Error).Select(problem => problem.Line!.Value).Order());
    }

    [Theory]
    [InlineData("echo\u00a0hi\n", "U+00A0 looks like a blank")]
    [InlineData("echo\u3000hi\n", "U+3000 looks like a blank")]
    [InlineData("ec\u200bho hi\n", "U+200B can't be seen")]
    [InlineData("\ufeffecho hi\n", "U+FEFF can't be seen")]
    [InlineData("echo \u201chello\u201d\n", "is no quotation mark")]
    [InlineData("name=\u2018a b\u2019\n", "is no quotation mark")]
    [InlineData("echo \u2019a\u2019\n", "is no quotation mark")]
    [InlineData("ls \u2013la\n", "is no hyphen")]
    [InlineData("pip install \u2013-user x\n", "is no hyphen")]
    [InlineData("echo \"$(ls\u00a0-l)\"\n", "U+00A0")]
    public void Pasted_characters_in_code_are_refused(string script, string reason) => AssertError(Strict + script, 2, reason);

    [Theory]
    [InlineData("echo '\u201chello\u201d' \"It\u2019s\u00a0here\"\n")]
    [InlineData("# \u201chello\u201d\u00a0\u200b\n")]
    [InlineData("cat <<EOF\n\u201chello\u201d\u00a0\n<<<<<<< not a conflict\nEOF\n")]
    [InlineData("echo It\u2019s done \u2013 at last, users\u2019 files\n")]
    [InlineData("echo na\u00efve \u00fcber \u65e5\u672c a=\u2014\n")]
    [InlineData("echo ======= \n=======() { :; }\n")]
    public void Characters_that_a_script_prints_are_its_own(string script) => Assert.Empty(Problems(Strict + script));

    [Theory]
    [InlineData("<<<<<<< HEAD\necho a\n=======\necho b\n>>>>>>> x\n", 2)]
    [InlineData("echo 1\n<<<<<<< HEAD\na\n||||||| base\nb\n=======\nc\n>>>>>>> x\n", 3)]
    [InlineData("cat <<'EOF'\n{\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> x\n}\nEOF\n", 4)]
    public void A_conflict_of_a_merge_is_refused_wherever_it_is(string script, int line) => AssertError(Strict + script, line, "a merge left its conflict");

    [Theory]
    [InlineData("set -e\n# customizer: run=once\n", 2)]
    [InlineData("set -e\n\nif true; then\n  # Customiser: timeout=30m\n  echo\nfi\n", 4)]
    [InlineData("set -e\necho hi # customizer: timeout=5m\n", 2)]
    [InlineData("set -e\ncat <<EOF\ntext\nEOF\n#customizer: timeout=5m\n", 5)]
    [InlineData("\\# customizer: timeout=5m\nset -e\n", 1)]
    [InlineData("customizer: timeout=5m\nset -e\n", 1)]
    [InlineData("// customizer: timeout=5m\nset -e\n", 1)]
    [InlineData("set -e\n#\u2028customizer: timeout=5m\n", 2)]
    public void A_directive_where_none_is_read_is_refused(string script, int line) => AssertError(script, line, "# customizer: key=value");

    [Theory]
    [InlineData("\u200b")]
    [InlineData("\u00a0")]
    public void A_directive_behind_an_invisible_character_is_refused_with_what_hides_it(string character) =>
        Assert.Equal(
            [1, 1],
            Problems($"{character}# customizer: timeout=5m\n{Strict}").Where(problem => problem.Severity == Severity.Error).Select(problem => problem.Line!.Value));

    [Theory]
    [InlineData("cat > x.sh <<'EOF'\n# customizer: timeout=5m\nEOF\n")]
    [InlineData("printf '# customizer: timeout=5m\n# customizer: run=once\n'\n")]
    [InlineData("# The customizer: it runs this.\necho \"customizer: timeout=5m\"\n")]
    [InlineData(": \"${customizer:?timeout=1}\"\n")]
    [InlineData("customizer=1 run=2 true\n")]
    [InlineData("grep -q '^# customizer: run=once' \"$0\"\n")]
    public void Text_that_a_script_carries_is_no_directive(string script) => Assert.Empty(Problems(Strict + script));

    [Theory]
    [InlineData("set -u\na\nb\n", 1, "begin with 'set -e'")]
    [InlineData("# set -e\necho 'set -e'\na | b\n", 2, "begin with 'set -eo pipefail'")]
    [InlineData("set -e\na | b\n", 1, "in a pipe")]
    [InlineData("set -e\nx=$(a | b)\n", 1, "in a pipe")]
    [InlineData("set -o errexit\na |& b\n", 1, "in a pipe")]
    [InlineData("cat <<EOF\nset -e\nEOF\nb\n", 1, "begin with 'set -e'")]
    [InlineData("set -e\nsudo -u team -i <<EOF\na\nb\nEOF\n", 2, "inner shell")]
    [InlineData("set -e\n/bin/bash -s -- x <<'EOF'\na\nb\nEOF\n", 2, "inner shell")]
    [InlineData("set -e\nfor u in a; do su - \"$u\" <<EOF\na\nb\nEOF\ndone\n", 2, "inner shell")]
    public void A_command_that_hides_its_failures_is_warned_of(string script, int line, string reason)
    {
        var warning = Assert.Single(Problems(script));
        Assert.Equal((Severity.Warning, line), (warning.Severity, warning.Line));
        Assert.Contains(reason, warning.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set -euo pipefail\na | b\n")]
    [InlineData("set -e -o pipefail\na | b\n")]
    [InlineData("set -o errexit\nset -o pipefail\na | b\n")]
    [InlineData("[ -n \"$X\" ] && set -x; set -eEo pipefail\na | b\n")]
    [InlineData("shopt -so errexit pipefail\na\n")]
    [InlineData("set -e\na || b\n")]
    [InlineData("set -e\ncase $x in\n  a | b) c ;;\nesac\n")]
    [InlineData("set -e\n[[ $x =~ (a|b) ]]\necho @(a|b) 'a|b' $((1|2))\n")]
    [InlineData("set -e\na >| b\n")]
    [InlineData("set -e\nbash -e <<EOF\na\nb\nEOF\n")]
    [InlineData("set -e\nbash <<EOF\nset -euo pipefail\na\nEOF\n")]
    [InlineData("set -e\nbash <<EOF\n# one is enough\na\nEOF\n")]
    [InlineData("set -e\npython3 - <<EOF\na\nb\nEOF\n")]
    [InlineData("set -e\ncat > x.sh <<EOF\na\nb\nEOF\n")]
    public void A_command_that_fails_when_something_in_it_does_is_as_it_should_be(string script) => Assert.Empty(Problems(script));

    [Theory]
    [InlineData("120m", 120, false)]
    [InlineData("121m", 120, true)]
    [InlineData("6h", 120, true)]
    [InlineData("6h", 360, false)]
    [InlineData("2m", 1, true)]
    public void A_timeout_that_the_runs_limit_cuts_short_is_warned_of(string timeout, int limit, bool isCut)
    {
        var problems = ScriptRules.OfCommand("every-app/10-a.sh", Encoding.UTF8.GetBytes($"#!/bin/bash\n# customizer: run=once\n# customizer: timeout={timeout}\n{Strict}"), TimeSpan.FromMinutes(limit)).ToList();
        Assert.Equal(isCut ? [(3, Severity.Warning)] : [], problems.Select(problem => (problem.Line!.Value, problem.Severity)));
        Assert.All(problems, problem => Assert.Contains("RunLimitMinutes", problem.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("say() {\r\n  echo\r\n}\r\n", "Windows line ends")]
    [InlineData("\ufeffsay() { :; }\n", "byte order mark")]
    [InlineData("say() { echo\u00a0a; }\n", "U+00A0")]
    [InlineData("# customizer: timeout=5m\n", "only commands have directives")]
    public void A_script_that_travels_along_is_read_too(string script, string reason) =>
        Assert.Contains(reason, Assert.Single(ScriptRules.OfFile("every-app/files/lib.sh", Encoding.UTF8.GetBytes(script))).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("say() { a | b; }\n")]
    [InlineData("#!/bin/bash -e\na\n")]
    [InlineData("#!/usr/bin/env zsh\necho \u201ca\u201d\n")]
    public void A_script_that_travels_along_is_run_as_it_says(string script) => Assert.Empty(ScriptRules.OfFile("every-app/files/lib.sh", Encoding.UTF8.GetBytes(script)));

    private static List<SetupProblem> Problems(string script) => [.. ScriptRules.OfCommand("every-app/10-a.sh", Encoding.UTF8.GetBytes(script), TimeSpan.FromHours(2))];

    private static void AssertError(string script, int line, string reason) => AssertError(Encoding.UTF8.GetBytes(script), line, reason);

    private static void AssertError(IEnumerable<byte> script, int line, string reason)
    {
        var error = Assert.Single(ScriptRules.OfCommand("every-app/10-a.sh", [.. script], TimeSpan.FromHours(2)), problem => problem.Severity == Severity.Error);
        Assert.Equal(line, error.Line);
        Assert.Contains(reason, error.Text, StringComparison.Ordinal);
    }
}
