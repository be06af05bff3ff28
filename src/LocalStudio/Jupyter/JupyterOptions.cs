namespace LocalStudio.Jupyter;

/// <summary>How an app's Jupyter server is set up.</summary>
public sealed record JupyterOptions
{
    /// <summary>The shell of its terminals: a name or a path. Studio's images have bash.</summary>
    public string Shell { get; init; } = "bash";

    /// <summary>The shell's prompt, as PS1 has it; null for the shell's own.</summary>
    public string? Prompt { get; init; }

    /// <summary>A folder of programs that the image has, before those of this machine; null for none.</summary>
    public string? Programs { get; init; }

    /// <summary>Variables of the app's environment, besides or instead of Studio's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Folders of this machine that the app shares, under their own paths.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    internal bool ContentsReadOnly { get; init; }

    internal bool TerminalsDisabled { get; init; }

    internal bool HiddenFilesRefused { get; init; }

    internal string? TerminalPath { get; init; }
}
