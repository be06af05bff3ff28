using System.Text.Json.Nodes;
using LocalStudio.Processes;

namespace LocalStudio.CodeEditor;

/// <summary>
/// Builds VS Code's web server in a folder. Of its native modules only those are compiled without which it has no terminals or extensions: it lives
/// without the others, and says so in its log.
/// </summary>
internal sealed class CodeEditorBuild(string folder, string logPath, Action<string> say)
{
    private static readonly string[] Quiet = ["--ignore-scripts", "--legacy-peer-deps", "--force", "--no-audit", "--no-fund", "--fetch-retries=1"];

    private readonly string _server = CodeEditorPackage.ServerFolder(folder);

    /// <exception cref="SetupException">A step failed.</exception>
    public async Task RunAsync(string version, CancellationToken cancellationToken)
    {
        await using var log = new StreamWriter(logPath, append: false) { AutoFlush = true };
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private": true}""", cancellationToken);
        await NpmAsync(log, folder, ["install", $"code-server@{version}", .. Quiet], cancellationToken);
        var engine = (string)CodeEditorPackage.Read(Path.Combine(CodeEditorPackage.CodeServerFolder(folder), "package.json"))["engines"]!["node"]!;
        say($"Installing Node.js {engine}, which it is made for");
        await NpmAsync(log, folder, ["install", $"{CodeEditorPackage.NodePackage}@{engine}", .. Quiet], cancellationToken);
        say("Installing its dependencies, and compiling its terminals");
        TakeFromRegistry();
        await NpmAsync(log, _server, ["install", "--omit=dev", .. Quiet], cancellationToken);
        await NpmAsync(log, _server, ["rebuild", "node-pty", "native-watchdog"], cancellationToken);
    }

    /// <summary>A dependency that is a commit of a git repository is taken from the registry instead: it watches files, which nobody needs here.</summary>
    private void TakeFromRegistry()
    {
        var path = Path.Combine(_server, "package.json");
        var package = CodeEditorPackage.Read(path);
        var dependencies = package["dependencies"]!.AsObject();
        var commits = dependencies.Where(dependency => ((string)dependency.Value!).Contains('#', StringComparison.Ordinal)).Select(dependency => dependency.Key).ToList();
        if (commits.Count == 0) return;
        foreach (var name in commits) dependencies[name] = "latest";
        File.WriteAllText(path, package.ToJsonString());
        File.Delete(Path.Combine(_server, "npm-shrinkwrap.json"));
    }

    private async Task NpmAsync(StreamWriter log, string where, string[] arguments, CancellationToken cancellationToken)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);

        // Modules are compiled for the Node.js that will load them. Its headers, and some modules, are stricter with each other than old compilers were.
        environment["npm_config_nodedir"] = CodeEditorPackage.NodeFolder(folder);
        environment["CXXFLAGS"] = "-fpermissive";

        // An install script that runs npx would wait for an answer, and give up.
        environment["npm_config_yes"] = "true";
        var printed = new List<string>();
        var exitCode = await ChildProcess.RunAsync(
            new()
            {
                FileName = ExecutablePath.Find("npm")!,
                Arguments = arguments,
                WorkingDirectory = where,
                Environment = environment,
                OnOutput = Write,
                OnError = Write,
            },
            cancellationToken);
        if (exitCode == 0) return;
        throw new SetupException(
            $"Code Editor couldn't be installed: npm {string.Join(' ', arguments.TakeWhile(argument => !argument.StartsWith('-')))} failed. {NpmFailure.Explain(printed)} All that npm said is in {logPath}.");

        void Write(string line)
        {
            lock (log)
            {
                log.WriteLine(line);
                printed.Add(line);
            }
        }
    }
}
