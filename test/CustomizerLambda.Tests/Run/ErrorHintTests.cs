using CustomizerLambda.Run;

namespace CustomizerLambda.Tests.Run;

public sealed class ErrorHintTests
{
    [Theory]
    [InlineData("ERROR: Could not find a version that satisfies the requirement x")]
    [InlineData("error: failed to push some refs")]
    [InlineData("fatal: repository 'https://x' not found")]
    [InlineData("fatal error: Python.h: no such file")]
    [InlineData("E: Unable to locate package x")]
    [InlineData("10-a.sh: line 3: sudo: command not found")]
    [InlineData("rm: cannot remove 'x': No such file or directory")]
    [InlineData("/bin/sh: 1: x: Permission denied")]
    [InlineData("Traceback (most recent call last):")]
    [InlineData("[12:00:01] ERROR: x")]
    [InlineData("npm ERR! error: x")]
    [InlineData("ModuleNotFoundError: No module named 'x'")]
    public void A_line_that_looks_like_an_error_is_the_hint(string line)
    {
        var hint = new ErrorHint();
        hint.Look($"all is well\n{line}\nerror: another\n");
        hint.Look("error: a later one\n");
        Assert.EndsWith($": {line}", hint.Sentence, StringComparison.Ordinal);
        Assert.StartsWith("it succeeded, but printed lines that look like errors", hint.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0 errors, 0 warnings")]
    [InlineData("the errors are gone; terror: no; my-error: no; on_error: stop")]
    [InlineData("SIZE: 3, see E: in the middle")]
    [InlineData("Successfully installed x")]
    public void Other_lines_are_no_hint(string text)
    {
        var hint = new ErrorHint();
        hint.Look(text);
        Assert.Null(hint.Sentence);
    }

    [Fact]
    public void A_hint_is_short()
    {
        var hint = new ErrorHint();
        hint.Look("error: " + string.Concat(Enumerable.Repeat("😀", 10_000)) + "\n");
        Assert.InRange(hint.Sentence!.Length, 200, 400);
        Assert.False(char.IsHighSurrogate(hint.Sentence[^2]));
    }
}
