using System.CommandLine;

namespace LocalStudio.CodeEditor;

/// <summary>The versions of code-server. Since 4.89, 4.N has VS Code 1.N; before, they were counted for themselves: 4.18.0 has 1.83.1.</summary>
internal static class CodeEditorVersions
{
    /// <exception cref="SetupException">It isn't one.</exception>
    public static Version Parse(string version) =>
        Version.TryParse(version, out var parsed) && parsed is { Major: 4, Build: >= 0, Revision: -1 } && parsed.ToString() == version
            ? parsed
            : throw new SetupException($"'{version}' isn't a version of code-server: it is 4.N.P, such as {CodeEditorInstaller.DefaultVersion}.");

    /// <summary>Makes an option accept versions only.</summary>
    public static void Accept(Option<string> option) => option.Validators.Add(result =>
    {
        try
        {
            if (result.GetValueOrDefault<string>() is { } version) Parse(version);
        }
        catch (SetupException exception)
        {
            result.AddError(exception.Message);
        }
    });
}
