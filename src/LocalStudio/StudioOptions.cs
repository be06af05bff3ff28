using LocalStudio.CodeEditor;
using LocalStudio.Jupyter;

namespace LocalStudio;

/// <summary>How LocalStudio is set up. What is left out is as the command has it, but for ports, which are then any that are free.</summary>
public sealed record StudioOptions
{
    /// <summary>The port of SageMaker's API; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The port of the front door; 0 for any that is free.</summary>
    public int FrontDoorPort { get; init; }

    /// <summary>How long an app is Pending at the least.</summary>
    public TimeSpan Pending { get; init; } = TimeSpan.Zero;

    /// <summary>Moods from the start, as <c>name</c> or <c>name=number</c>.</summary>
    public IReadOnlyList<string> Moods { get; init; } = [];

    /// <summary>Faults from the start, as <c>name</c> or <c>name=number</c>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The Jupyter server behind the apps: a program's name or path, or <c>debian-trixie</c> for a Debian with its server; null for any that is found, or can be installed.</summary>
    public string? Jupyter { get; init; }

    /// <summary>The Code Editor behind the apps: the version of code-server whose VS Code it is: 4.108.2 has 1.108.2, 4.18.0 has 1.83.1.</summary>
    public string CodeEditorVersion { get; init; } = CodeEditorInstaller.DefaultVersion;

    /// <summary>How the apps' Jupyter servers are set up.</summary>
    public JupyterOptions JupyterOptions { get; init; } = new();

    /// <summary>Whether apps get a file system of their own, where the machine allows it.</summary>
    public bool IsIsolated { get; init; } = true;

    /// <summary>The function as published; null to publish it.</summary>
    public string? Package { get; init; }

    /// <summary>The set-up commands to publish it with; null for the repository's own.</summary>
    public string? SetupCommandsDirectory { get; init; }

    /// <summary>How long one invocation may take.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>The function's variables besides Lambda's own.</summary>
    public IReadOnlyDictionary<string, string> FunctionEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>How often an asynchronous invocation that failed is tried again.</summary>
    public int MaximumRetryAttempts { get; init; } = 2;

    /// <summary>How long Lambda waits before that; on AWS a minute, then two.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many invocations may be under way at the same time.</summary>
    public int ReservedConcurrency { get; init; } = 10;

    /// <summary>The function's memory in MB, as it is told; it isn't enforced.</summary>
    public int MemorySize { get; init; } = 256;

    /// <summary>Whether the work folder stays, with the apps' homes and logs.</summary>
    public bool KeepWorkFolder { get; init; }

    /// <summary>Gets a line for each step of starting that takes a while.</summary>
    public Action<string> Say { get; init; } = static _ => { };
}
