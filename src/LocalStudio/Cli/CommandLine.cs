using System.CommandLine;
using System.CommandLine.Help;
using LocalStudio.CodeEditor;
using LocalStudio.Faults;
using LocalStudio.FrontDoor;
using LocalStudio.Jupyter;
using LocalStudio.Knobs;
using LocalStudio.Studio;

namespace LocalStudio.Cli;

/// <summary>The command's options, and what they mean.</summary>
internal sealed class CommandLine
{
    public const int DefaultPort = 4600;

    private readonly Option<string> _appType = new("--app-type")
    {
        Description = "The app to start: JupyterLab or CodeEditor, in a space, or JupyterServer, of Studio Classic",
        DefaultValueFactory = _ => AppTypes.JupyterLab,
    };

    private readonly Option<bool> _shared = new("--shared") { Description = "Start it in a shared space, which its owner and others use; else it is her private one" };
    private readonly Option<double> _pending = new("--pending-seconds") { Description = "How long the app is Pending", DefaultValueFactory = _ => 2 };
    private readonly Option<bool> _serve = new("--serve") { Description = "Stay up, for AWS's CLI, any SDK and a browser; start no app" };
    private readonly Option<bool> _check = new("--check") { Description = "Check the set-up commands and the examples, and start nothing" };
    private readonly Option<FileInfo> _plan = new("--plan") { Description = "Tell what an event would come to, and start nothing", HelpName = "EVENT.json" };
    private readonly Option<string> _owner = new("--owner")
    {
        Description = "With --plan: the user profile that owns the event's space",
        DefaultValueFactory = _ => StudioHost.DefaultUserProfileName,
        HelpName = "NAME",
    };

    private readonly Option<int> _port = new("--port") { Description = "With --serve: the API's port; the front door has the next", DefaultValueFactory = _ => DefaultPort };
    private readonly Option<string[]> _mood = new("--mood") { Description = "How the front door treats its clients, see below; may be repeated", HelpName = "NAME[=VALUE]" };
    private readonly Option<string[]> _fault = new("--fault") { Description = "What goes wrong, see below; may be repeated", HelpName = "NAME[=VALUE]" };
    private readonly Option<string?> _setupCommands = new("--setup-commands") { Description = "Another folder of set-up commands", HelpName = "DIR" };
    private readonly Option<string?> _package = new("--package") { Description = "A published function, instead of publishing it", HelpName = "DIR" };
    private readonly Option<string[]> _functionEnvironment = new("--function-env") { Description = "A variable for the function; may be repeated", HelpName = "NAME=VALUE" };
    private readonly Option<double> _functionTimeout = new("--function-timeout") { Description = "How many seconds an invocation may take", DefaultValueFactory = _ => 900 };
    private readonly Option<string?> _jupyter = new("--jupyter") { Description = "The Jupyter server: jupyter-server, jupyter-notebook, a path, or debian-trixie for jupyter-server 2.15 in a Debian of its own, which root can install", HelpName = "PROGRAM" };
    private readonly Option<string> _codeEditor = new("--code-editor")
    {
        Description = "Code Editor's server: the version of code-server whose VS Code it is",
        DefaultValueFactory = _ => CodeEditorInstaller.DefaultVersion,
        HelpName = "VERSION",
    };

    private readonly Option<string> _installVersion = new("--version")
    {
        Description = "The version of code-server whose VS Code it is: 4.108.2 has 1.108.2, 4.18.0 has 1.83.1",
        DefaultValueFactory = _ => CodeEditorInstaller.DefaultVersion,
        HelpName = "VERSION",
    };

    private readonly Option<string[]> _appEnvironment = new("--app-env") { Description = "A variable for the app, besides or instead of Studio's; may be repeated", HelpName = "NAME=VALUE" };
    private readonly Option<bool> _noIsolation = new("--no-isolation") { Description = "Let the app use this machine's own file system" };
    private readonly Option<string> _shell = new("--shell") { Description = "The terminals' shell: bash, zsh, sh or a path", DefaultValueFactory = _ => "bash" };
    private readonly Option<string?> _prompt = new("--prompt") { Description = "The shell's prompt, as PS1 has it", HelpName = "PS1" };
    private readonly Option<bool> _keep = new("--keep") { Description = "Keep the work folder: homes, temporary files, the servers' logs" };

    public CommandLine()
    {
        _appType.AcceptOnlyFromAmong(AppTypes.JupyterLab, AppTypes.CodeEditor, AppTypes.JupyterServer);
        _plan.AcceptExistingOnly();
        CodeEditorVersions.Accept(_codeEditor);
        CodeEditorVersions.Accept(_installVersion);
        AcceptKnobs(_mood, Moods.All);
        AcceptKnobs(_fault, FaultSettings.All);
        AcceptVariables(_functionEnvironment);
        AcceptVariables(_appEnvironment);
        Root = new RootCommand("Studio on your machine: starts an app, lets the function customize it, and shows how it went.")
        {
            _appType, _shared, _check, _plan, _owner, _pending, _serve, _port, _mood, _fault, _setupCommands, _package, _functionEnvironment, _functionTimeout, _jupyter, _codeEditor, _appEnvironment, _noIsolation, _shell, _prompt, _keep,
        };
        Root.Validators.Add(result =>
        {
            if (result.GetValue(_shared) && result.GetValue(_appType) == AppTypes.JupyterServer) result.AddError("JupyterServer is its user's own: it isn't in a space, --shared or not.");
        });
        InstallCodeEditor = new Command("install-code-editor", "Installs a Code Editor into the cache folder, once, for --app-type CodeEditor; that does it by itself, too.") { _installVersion };
        Root.Subcommands.Add(InstallCodeEditor);
        var help = Root.Options.OfType<HelpOption>().Single();
        help.Action = new Help((HelpAction)help.Action!);
    }

    public RootCommand Root { get; }

    /// <summary>The command that only installs a Code Editor.</summary>
    public Command InstallCodeEditor { get; }

    public bool Serve(ParseResult parsed) => parsed.GetValue(_serve);

    public bool Check(ParseResult parsed) => parsed.GetValue(_check);

    public FileInfo? Plan(ParseResult parsed) => parsed.GetValue(_plan);

    public string Owner(ParseResult parsed) => parsed.GetValue(_owner)!;

    public string? SetupCommands(ParseResult parsed) => parsed.GetValue(_setupCommands);

    public string AppType(ParseResult parsed) => parsed.GetValue(_appType)!;

    public bool Shared(ParseResult parsed) => parsed.GetValue(_shared);

    public string VersionToInstall(ParseResult parsed) => parsed.GetValue(_installVersion)!;

    public StudioOptions Options(ParseResult parsed, Action<string> say)
    {
        var serve = Serve(parsed);
        var port = parsed.GetValue(_port);
        return new StudioOptions
        {
            Port = serve ? port : 0,
            FrontDoorPort = serve && port != 0 ? port + 1 : 0,
            Pending = TimeSpan.FromSeconds(parsed.GetValue(_pending)),
            Moods = parsed.GetValue(_mood) ?? [],
            Faults = parsed.GetValue(_fault) ?? [],
            Jupyter = parsed.GetValue(_jupyter),
            CodeEditorVersion = parsed.GetValue(_codeEditor)!,
            JupyterOptions = new JupyterOptions { Shell = parsed.GetValue(_shell)!, Prompt = parsed.GetValue(_prompt), Environment = Variables(parsed, _appEnvironment) },
            IsIsolated = !parsed.GetValue(_noIsolation),
            Package = parsed.GetValue(_package),
            SetupCommandsDirectory = parsed.GetValue(_setupCommands),
            FunctionTimeout = TimeSpan.FromSeconds(parsed.GetValue(_functionTimeout)),
            FunctionEnvironment = Variables(parsed, _functionEnvironment),
            KeepWorkFolder = parsed.GetValue(_keep),
            Say = say,
        };
    }

    /// <summary>Of one that is named twice, the last counts.</summary>
    private static Dictionary<string, string> Variables(ParseResult parsed, Option<string[]> option)
    {
        var variables = new Dictionary<string, string>();
        foreach (var words in (parsed.GetValue(option) ?? []).Select(variable => variable.Split('=', 2))) variables[words[0]] = words[1];
        return variables;
    }

    private static void AcceptVariables(Option<string[]> option) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1)) result.AddError($"'{token.Value}' isn't NAME=VALUE.");
    });

    private static void AcceptKnobs(Option<string[]> option, IReadOnlyList<Knob> knobs) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                KnobSet.Parse(knobs, token.Value);
            }
            catch (FormatException exception)
            {
                result.AddError(exception.Message);
            }
        }
    });
}
