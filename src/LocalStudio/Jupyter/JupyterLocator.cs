using LocalStudio.Processes;

namespace LocalStudio.Jupyter;

/// <summary>Finds a Jupyter server, or installs one; never touches the user's own Python set-up.</summary>
public static class JupyterLocator
{
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Finds one, or installs one.</summary>
    /// <param name="choice">A program's name or path, or <c>debian-trixie</c>; null for any.</param>
    /// <param name="say">Gets a line for each step that takes a while.</param>
    /// <param name="cancellationToken">Stops looking and installing.</param>
    /// <exception cref="SetupException">There's none, and none can be installed.</exception>
    public static async Task<JupyterCommand> FindOrInstallAsync(string? choice, Action<string> say, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(say);
        if (choice == DebianImage.Choice) return await DebianImage.FindOrInstallAsync(say, cancellationToken);
        if (choice is not null)
        {
            return await TryAsync(choice, cancellationToken)
                ?? throw new SetupException($"'{choice}' isn't a Jupyter server that works on this machine: try it with --version.");
        }

        foreach (var name in (string[])["jupyter-server", "jupyter-lab", "jupyter-notebook", JupyterInstaller.VirtualEnvironmentServer])
        {
            if (await TryAsync(name, cancellationToken) is { } found) return found;
        }

        return await JupyterInstaller.InstallAsync(say, cancellationToken);
    }

    /// <summary>The server, if the program is one and can say its version.</summary>
    internal static async Task<JupyterCommand?> TryAsync(string program, CancellationToken cancellationToken)
    {
        if (ExecutablePath.Find(program) is not { } path) return null;
        var lines = new List<string>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(VersionTimeout);
        try
        {
            var exitCode = await ChildProcess.RunAsync(new() { FileName = path, Arguments = ["--version"], OnOutput = lines.Add }, patience.Token);
            if (exitCode != 0 || lines is not [var version, ..] || !Version.TryParse(Digits(version), out var number)) return null;
            return new JupyterCommand(path, version, Path.GetFileName(path) == "jupyter-notebook" && number.Major < 7);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string Digits(string version) => new([.. version.TakeWhile(character => char.IsAsciiDigit(character) || character == '.')]);
}
