namespace LocalStudio.Processes;

/// <summary>What to run, and how.</summary>
internal sealed record ProcessCommand
{
    public required string FileName { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public string? WorkingDirectory { get; init; }

    /// <summary>The whole environment; null to hand on our own.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Gets each line of standard output.</summary>
    public Action<string> OnOutput { get; init; } = static _ => { };

    /// <summary>Gets each line of standard error.</summary>
    public Action<string> OnError { get; init; } = static _ => { };
}
