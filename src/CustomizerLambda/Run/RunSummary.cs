namespace CustomizerLambda.Run;

/// <summary>One run that is in an app.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Supervisor">What became of it.</param>
/// <param name="ReportedVerdict">The verdict, when it is reported.</param>
/// <param name="PackageDigest">Which set-up commands it has.</param>
internal sealed record RunSummary(string Id, Supervisor Supervisor, string? ReportedVerdict, string? PackageDigest)
{
    private const int WordsOfOne = 4;

    /// <summary>Reads an answer; null when it is damaged.</summary>
    public static IReadOnlyList<RunSummary>? TryParse(Frame frame)
    {
        if (frame.Kind != "runs" || frame.Words.Length % WordsOfOne != 0) return null;
        var runs = frame.Words.Chunk(WordsOfOne).Select(Read).ToList();
        return runs.Contains(null) ? null : [.. runs.OfType<RunSummary>()];
    }

    private static RunSummary? Read(string[] words) =>
        RunState.Parse(words[1]) is { } supervisor ? new RunSummary(words[0], supervisor, Word(words[2]), Word(words[3])) : null;

    private static string? Word(string word) => word == "-" ? null : word;
}
