using LocalStudio.Jupyter;
using LocalStudio.Studio;

namespace LocalStudio.Servers;

/// <summary>A program that is the server behind apps: how it is started in one of them, and how it is seen to be up.</summary>
internal interface IServerProgram
{
    /// <summary>What it is and which, as messages say it.</summary>
    string Description { get; }

    /// <summary>Writes what it needs to find in an app's folders, and says how to start it there.</summary>
    /// <param name="folder">The app's folders.</param>
    /// <param name="app">The app.</param>
    /// <param name="port">A port of the loopback interface, for one that listens at a port.</param>
    ServerStart Prepare(AppFolder folder, App app, int port);

    /// <summary>The folder with the system that it runs in; null for this machine's own.</summary>
    string? ImageRoot => null;

    /// <summary>What of this machine the app is run with.</summary>
    JupyterOptions Options { get; }

    /// <summary>Files of this machine that it needs to see.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>Whether it answers as one that is ready does.</summary>
    /// <exception cref="HttpRequestException">It doesn't answer, or says no.</exception>
    /// <exception cref="System.Text.Json.JsonException">It isn't what answers.</exception>
    Task<bool> AnswersAsync(HttpClient http, Uri url, CancellationToken cancellationToken);

    /// <summary>The terminals that are open in it.</summary>
    /// <param name="http">A client.</param>
    /// <param name="url">Where it answers.</param>
    /// <param name="mark">What the environment of its processes carries.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    Task<IReadOnlyList<string>> ListTerminalsAsync(HttpClient http, Uri url, string mark, CancellationToken cancellationToken);
}

/// <summary>How a server is started in one app.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Its whole environment.</param>
/// <param name="BasePath">The path that it serves under, with a slash at its end.</param>
internal sealed record ServerStart(string FileName, IReadOnlyList<string> Arguments, Dictionary<string, string> Environment, string BasePath)
{
    /// <summary>Whether it listens at the app's socket, and not at a port.</summary>
    public bool ListensAtSocket { get; init; }
}
