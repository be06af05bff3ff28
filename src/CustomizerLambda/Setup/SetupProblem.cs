using System.Globalization;

namespace CustomizerLambda.Setup;

/// <summary>What is wrong with a file of <c>setup-commands/</c>, and what to do.</summary>
/// <param name="Path">The file, with forward slashes; or what else the problem is with.</param>
/// <param name="Line">From 1; null where it isn't in one line.</param>
/// <param name="Text">What is wrong, and what to do.</param>
/// <param name="Severity">Whether it keeps the file from being used.</param>
internal sealed record SetupProblem(string Path, int? Line, string Text, Severity Severity = Severity.Error)
{
    /// <summary>As the field's tools write it: <c>FILE(LINE): text</c>.</summary>
    public override string ToString() => Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{Path}({line}): {Text}") : $"{Path}: {Text}";
}

/// <summary>How much a <see cref="SetupProblem"/> matters.</summary>
internal enum Severity
{
    /// <summary>A matter of style.</summary>
    Note,

    /// <summary>It can be used, and will hardly do what was meant.</summary>
    Warning,

    /// <summary>It can't be used.</summary>
    Error,
}
