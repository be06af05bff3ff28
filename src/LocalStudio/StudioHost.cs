using System.Text.Json.Nodes;
using LocalStudio.Containers;
using LocalStudio.Events;
using LocalStudio.Faults;
using LocalStudio.FrontDoor;
using LocalStudio.Http;
using LocalStudio.Journals;
using LocalStudio.Jupyter;
using LocalStudio.Lambda;
using LocalStudio.Package;
using LocalStudio.Preview;
using LocalStudio.Processes;
using LocalStudio.SageMakerApi;
using LocalStudio.Servers;
using LocalStudio.Studio;

namespace LocalStudio;

/// <summary>
/// Studio on this machine: SageMaker's API, Studio's front door, the Lambda service with the real function, and real servers in its apps. It begins with
/// one domain, two user profiles, and a private and a shared space for JupyterLab and for Code Editor.
/// </summary>
public sealed class StudioHost : IAsyncDisposable
{
    /// <summary>The first user profile. She owns the spaces that there are.</summary>
    public const string DefaultUserProfileName = FirstDomain.Owner;

    /// <summary>The other user profile, who may use the shared spaces.</summary>
    public const string SecondUserProfileName = FirstDomain.Another;

    /// <summary>The private space for JupyterLab.</summary>
    public const string DefaultSpaceName = "ada-lab";

    private readonly StudioState _state = new();
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly StudioOptions _options;
    private readonly TemporaryFolder _work;
    private ServerPrograms _programs = null!;
    private AppLifecycle _lifecycle = null!;
    private FrontDoorServer _frontDoor = null!;
    private ApiClient _client = null!;
    private FunctionConfiguration _configuration = null!;

    private StudioHost(StudioOptions options) => (_options, _work) = (options, new TemporaryFolder(options.KeepWorkFolder));

    /// <summary>SageMaker's and EventBridge's API.</summary>
    public Uri ApiUrl { get; private set; } = null!;

    /// <summary>Studio's front door.</summary>
    public Uri FrontDoorUrl => _frontDoor.Url;

    /// <summary>The domain's id.</summary>
    public string DomainId { get; } = StudioState.NewDomainId();

    /// <summary>Where homes, temporary files and logs are.</summary>
    public string WorkPath => _work.Path;

    /// <summary>How the front door treats its clients.</summary>
    public Moods Moods { get; } = new();

    /// <summary>What goes wrong.</summary>
    public FaultSettings Faults { get; } = new();

    /// <summary>The function, at Lambda.</summary>
    public FunctionService Function { get; private set; } = null!;

    /// <summary>All that happens.</summary>
    public Journal<StudioEvent> Events { get; } = new();

    /// <summary>All requests that came to the front door.</summary>
    public Journal<RequestRecord> Requests => _frontDoor.Requests;

    /// <summary>All that clients sent to apps' shells through the front door.</summary>
    public Journal<TerminalInput> TerminalInput => _frontDoor.TerminalInput;

    /// <summary>Starts it all.</summary>
    /// <exception cref="SetupException">Something on this machine is missing, taken or wrong.</exception>
    public static async Task<StudioHost> StartAsync(StudioOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var host = new StudioHost(options);
        try
        {
            await host.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls SageMaker's API as a user of the account does.</summary>
    /// <param name="operation">Such as <c>DescribeApp</c>.</param>
    /// <param name="input">Its input.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<ApiResponse> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken) => _client.CallAsync(operation, input, cancellationToken);

    /// <summary>Starts an app by SageMaker's API, so that its record goes to the function. A space or user profile that isn't there is made.</summary>
    /// <param name="appType">Its type.</param>
    /// <param name="name">Its space, or, for a Studio Classic app, its user profile; null for the first.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="SetupException">There's no server for apps of this type, and none can be installed.</exception>
    public async Task<StudioApp> CreateAppAsync(string appType, string? name, CancellationToken cancellationToken)
    {
        await _programs.FindAsync(appType, cancellationToken);
        var inSpace = AppTypes.NeedsSpace(appType);
        name ??= inSpace ? FirstDomain.SpaceName(appType, Space.Private) : DefaultUserProfileName;
        if (inSpace) _state.TryAdd(FirstDomain.SpaceFor(DomainId, appType, name));
        else _state.TryAdd(new UserProfile(DomainId, name, DateTimeOffset.UtcNow));
        var key = new AppKey(DomainId, inSpace ? null : name, inSpace ? name : null, appType, "default");
        var input = new JsonObject { [nameof(DomainId)] = DomainId, [inSpace ? "SpaceName" : "UserProfileName"] = name, ["AppType"] = appType, ["AppName"] = key.AppName };
        var response = await CallAsync("CreateApp", input, cancellationToken);
        if (!response.IsSuccess) throw new InvalidOperationException($"CreateApp: {response.Body.ToJsonString()}");
        return new StudioApp(_state.FindApp(key)!, _lifecycle, Events);
    }

    /// <summary>Starts an app in the shared space that there is for apps of its type.</summary>
    /// <inheritdoc cref="CreateAppAsync"/>
    public Task<StudioApp> CreateSharedAppAsync(string appType, CancellationToken cancellationToken) =>
        CreateAppAsync(appType, FirstDomain.SpaceName(appType, Space.Shared), cancellationToken);

    /// <summary>Asks the function's program what it would do about an event. Whoever the event names and isn't there is made.</summary>
    /// <param name="eventJson">The event.</param>
    /// <param name="owner">The owner of a space that has to be made.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="SetupException">It can't be told, and why.</exception>
    public Task<RunPreview> PlanAsync(string eventJson, string owner, CancellationToken cancellationToken)
    {
        EventNames.Parse(eventJson)?.AddTo(_state, owner);
        return FunctionProgram.PlanAsync(_configuration, eventJson, _work.Folder("plan"), cancellationToken);
    }

    /// <summary>Deploys the function with other set-up commands. Apps that run keep what they have.</summary>
    /// <param name="setupCommandsDirectory">The folder; null for the repository's own.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task DeployAsync(string? setupCommandsDirectory, CancellationToken cancellationToken)
    {
        _configuration = _configuration with { Package = await FunctionPackage.PublishAsync(setupCommandsDirectory, cancellationToken) };
        Function.Update(_configuration);
    }

    /// <summary>Where on this machine a file of an app's home is.</summary>
    /// <param name="domainId">The app's domain.</param>
    /// <param name="name">Its space or user profile.</param>
    /// <param name="path">Absolute, as the app sees it.</param>
    /// <returns>Null when it isn't in its home.</returns>
    public string? PathInHome(string domainId, string name, string path)
    {
        var home = AppLifecycle.Home(WorkPath, domainId, name);
        var seen = AppPaths.Studio.Home + "/";
        return path.StartsWith(home + "/", StringComparison.Ordinal) ? path : path.StartsWith(seen, StringComparison.Ordinal) ? Path.Combine(home, path[seen.Length..]) : null;
    }

    /// <summary>Stops all that it started, and deletes its work folder unless that is to stay.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
        _work.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var mood in _options.Moods) Moods.Set(mood);
        foreach (var fault in _options.Faults) Faults.Set(fault);
        var publishing = FunctionPackage.FindOrPublishAsync(_options, cancellationToken);
        ShellProfile.Resolve(_options.JupyterOptions.Shell);
        var isIsolated = await IsIsolatedAsync(cancellationToken);
        await CheckFaultsAsync(isIsolated, cancellationToken);

        FirstDomain.AddTo(_state, DomainId);
        _programs = new ServerPrograms(_options, Faults);
        _lifecycle = Keep(new AppLifecycle(new(WorkPath, _options.Pending, _programs, isIsolated), Faults, Events));
        _frontDoor = Keep(new FrontDoorServer(_state, Moods, Events));
        await _frontDoor.StartAsync(_options.FrontDoorPort, cancellationToken);
        await StartServicesAsync(await publishing, cancellationToken);
    }

    /// <summary>Whether apps can have a file system of their own. Where they can't, the developer is told at once.</summary>
    private async Task<bool> IsIsolatedAsync(CancellationToken cancellationToken)
    {
        var why = "--no-isolation";
        if (_options.IsIsolated)
        {
            try
            {
                await ProbeAsync(new ContainerOptions(), isIsolated: true, cancellationToken);
                return true;
            }
            catch (FaultUnavailableException exception)
            {
                why = exception.Message;
            }
        }

        _options.Say($"Mind that what set-up commands do outside the app's home and temporary files, they do to this machine ({why})");
        return false;
    }

    /// <summary>A fault that this machine can't make is told at once, and not when the first app fails.</summary>
    private async Task CheckFaultsAsync(bool isIsolated, CancellationToken cancellationToken)
    {
        await TerminalPath.OfAsync(Faults, cancellationToken);
        var options = ContainerOptions.Of(Faults);
        if (options != new ContainerOptions()) await ProbeAsync(options, isIsolated, cancellationToken);
    }

    private async Task ProbeAsync(ContainerOptions options, bool isIsolated, CancellationToken cancellationToken)
    {
        var probe = _work.Folder("probe");
        var folder = new AppFolder(Path.Combine(probe, "home"), Path.Combine(probe, "app"), isIsolated);
        await using (await AppContainer.StartAsync(options, folder, new AppImage(), new Dictionary<string, string>(), cancellationToken))
        {
        }

        Directory.Delete(probe, recursive: true);
    }

    /// <summary>The function needs the API's address, and the API the function: the listener comes first, and its handler when both are there.</summary>
    private async Task StartServicesAsync(string package, CancellationToken cancellationToken)
    {
        ApiServer? api = null;
        var server = Keep(await LoopbackServer.StartAsync(_options.Port, context => api!.HandleAsync(context), cancellationToken));
        ApiUrl = server.Url;
        _client = new ApiClient(ApiUrl);
        _configuration = FunctionConfiguration.Of(_options, package, ApiUrl, FrontDoorUrl);
        Function = Keep(new FunctionService(_configuration, _work.Folder("function"), Faults, Events));
        var bus = new EventBus(Function, Faults, Events);
        api = new ApiServer(
            new SageMakerOperations(_state, _lifecycle, Faults, _frontDoor, bus),
            new EventBridgeOperations(bus, Faults),
            new LambdaOperations(Function),
            new AdminApi(Moods, Faults, Function, _frontDoor),
            Events);
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
