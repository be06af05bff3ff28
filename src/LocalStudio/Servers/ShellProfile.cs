using LocalStudio.Processes;

namespace LocalStudio.Servers;

/// <summary>The shell that an app's terminals start, and what its profile files say.</summary>
internal static class ShellProfile
{
    /// <summary>The shell's program.</summary>
    /// <exception cref="SetupException">It isn't on this machine.</exception>
    public static string Resolve(string shell) =>
        ExecutablePath.Find(shell) ?? throw new SetupException($"The shell '{shell}' isn't on this machine: install it, or choose another by --shell.");

    /// <summary>Writes what the image of an app with that shell and prompt would have in its home.</summary>
    public static void Write(string home, string? prompt)
    {
        // Without a .zshrc, zsh greets a new user with a questionnaire.
        var zshrc = Path.Combine(home, ".zshrc");
        if (!File.Exists(zshrc)) File.WriteAllText(zshrc, "");
        if (prompt is null) return;
        foreach (var profile in (string[])[".bashrc", ".shrc", ".zshrc"])
        {
            File.WriteAllText(Path.Combine(home, profile), $"PS1={Quoted(prompt)}\n");
        }
    }

    /// <summary>Variables that the shell needs to find its profile.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Environment(string shell, string home, string? prompt)
    {
        yield return new("SHELL", shell);
        if (prompt is not null && Path.GetFileName(shell) is "sh" or "dash") yield return new("ENV", Path.Combine(home, ".shrc"));
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
