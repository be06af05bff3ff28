using CustomizerLambda.Setup;

namespace CustomizerLambda.Preview;

/// <summary>What the function would do about an event: for whom, what, in which order, and why not.</summary>
internal sealed record RunPreview
{
    /// <summary>Whether the set-up commands would be run.</summary>
    public required bool Runs { get; init; }

    /// <summary>Why nothing would be.</summary>
    public string? Reason { get; init; }

    public AppReport? App { get; init; }

    /// <summary>Which set-up commands these are.</summary>
    public required string PackageDigest { get; init; }

    public IReadOnlyList<CommandPreview> Commands { get; init; } = [];
}

/// <summary>What would become of one command.</summary>
internal sealed record CommandPreview
{
    public required string Name { get; init; }

    /// <summary>Whether it would be run, as far as can be told without looking into the app.</summary>
    public required bool Runs { get; init; }

    /// <summary>Why it wouldn't be; or, of one that would be, what in the app can make that needless.</summary>
    public string? Reason { get; init; }

    /// <summary>The directives in its head, with the time limit that it has in any case.</summary>
    public required string Directives { get; init; }
}
