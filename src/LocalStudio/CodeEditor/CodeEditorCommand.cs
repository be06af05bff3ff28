namespace LocalStudio.CodeEditor;

/// <summary>A VS Code web server that is installed on this machine, out of the npm package code-server, which has it built.</summary>
/// <param name="Version">VS Code's version.</param>
/// <param name="Package">The package and its version.</param>
/// <param name="Node">The Node.js that it is made for.</param>
/// <param name="ServerMain">Its entry point.</param>
public sealed record CodeEditorCommand(Version Version, string Package, string Node, string ServerMain)
{
    /// <summary>Whether it can serve under a base path. Older ones serve at <c>/</c>, and a front door has to take its path away.</summary>
    internal bool ServesBasePath => Version.Minor > 90;

    /// <inheritdoc/>
    public override string ToString() => $"VS Code {Version} of {Package}";
}
