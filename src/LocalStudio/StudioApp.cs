using LocalStudio.Journals;
using LocalStudio.Servers;
using LocalStudio.Studio;

namespace LocalStudio;

/// <summary>An app in LocalStudio, as a test sees it.</summary>
public sealed class StudioApp
{
    private readonly App _app;
    private readonly AppLifecycle _lifecycle;
    private readonly Journal<StudioEvent> _events;

    internal StudioApp(App app, AppLifecycle lifecycle, Journal<StudioEvent> events) => (_app, _lifecycle, _events) = (app, lifecycle, events);

    /// <summary>Its ARN.</summary>
    public string Arn => _app.Arn;

    /// <summary>Its domain.</summary>
    public string DomainId => _app.Key.DomainId;

    /// <summary>Its user profile; null when it is in a space.</summary>
    public string? UserProfileName => _app.Key.UserProfileName;

    /// <summary>Its space; null when it is a user profile's own.</summary>
    public string? SpaceName => _app.Key.SpaceName;

    /// <summary>Its type.</summary>
    public string AppType => _app.Key.AppType;

    /// <summary>Its status, as DescribeApp says it.</summary>
    public string Status => _app.Status.ToString();

    /// <summary>Its home folder. It belongs to the space or user profile: a later app finds it again.</summary>
    public string HomePath => Server.Folder.Home;

    /// <summary>Its home folder, as the app sees it.</summary>
    public string Home => Server.Folder.InApp.Home;

    /// <summary>Its folder for temporary files, as the app sees it.</summary>
    public string Temp => Server.Folder.InApp.Temp;

    /// <summary>Whether it has a file system of its own: what happens there outside its home then doesn't reach this machine.</summary>
    public bool IsIsolated => Server.Folder.IsIsolated;

    /// <summary>What its server printed.</summary>
    public string ServerLogPath => Server.Folder.Log;

    /// <summary>A client of its server, past the front door, with the server's base URL. Whoever asks for it disposes it.</summary>
    public HttpClient NewServerClient() => new(Server.Handler, disposeHandler: false) { BaseAddress = Server.Url };

    /// <summary>Where on this machine a path of the app is to be found, while it lives.</summary>
    /// <param name="path">Absolute, as the app sees it.</param>
    public string PathOnMachine(string path) => Server.PathOnMachine(path);

    private AppServer Server => _app.Server ?? throw new InvalidOperationException($"{Arn} is {Status}: it has no server.");

    /// <summary>Waits until it has, or has had, a status.</summary>
    public Task WaitForStatusAsync(string status, CancellationToken cancellationToken) =>
        _events.WaitForAsync(happened => happened is AppStatusChanged changed && changed.App == Arn && changed.Status == status && changed.At >= _app.CreatedAt, cancellationToken);

    /// <summary>Restarts its server, as its supervisor does; its terminals end.</summary>
    public Task RestartServerAsync(CancellationToken cancellationToken) => _lifecycle.RestartServerAsync(_app, cancellationToken);

    /// <summary>Kills the shells in its terminals; returns how many there were.</summary>
    public int KillTerminals() => Server.KillTerminals();

    /// <summary>Kills what supervises its run; returns how many there were.</summary>
    public int KillSupervisors() => Server.KillSupervisors();

    /// <summary>The terminals that are open in it: Jupyter's by their names, Code Editor's (on Linux only) by the process ids of their shells.</summary>
    public Task<IReadOnlyList<string>> ListTerminalsAsync(CancellationToken cancellationToken) => Server.ListTerminalsAsync(cancellationToken);
}
