namespace LocalStudio.Jupyter;

/// <summary>A Jupyter server that is installed on this machine.</summary>
/// <param name="Path">The program.</param>
/// <param name="Version">As it says.</param>
/// <param name="IsNotebook6">Whether it is the old notebook server, whose options have other names.</param>
public sealed record JupyterCommand(string Path, string Version, bool IsNotebook6)
{
    /// <summary>The folder with the system that it is installed in; null for this machine's own.</summary>
    public string? ImageRoot { get; init; }

    /// <summary>The class that its options belong to.</summary>
    internal string OptionClass => IsNotebook6 ? "NotebookApp" : "ServerApp";

    /// <inheritdoc/>
    public override string ToString() => ImageRoot is null ? $"{Path} {Version}" : $"{Version} of {ImageRoot}";
}
