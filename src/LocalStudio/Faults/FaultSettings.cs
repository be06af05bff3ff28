using LocalStudio.Knobs;

namespace LocalStudio.Faults;

/// <summary>What goes wrong in LocalStudio, by name. May be changed while it runs.</summary>
public sealed class FaultSettings() : KnobSet(All)
{
    internal static readonly IReadOnlyList<Knob> All =
    [
        new("throttle", "N", "the function's next N calls of DescribeApp, DescribeSpace, ListApps, ListTags or CreatePresignedDomainUrl get a ThrottlingException"),
        new("deliver-times", "N", "each CreateApp record is delivered N times"),
        new("app-fails", null, "an app goes from Pending to Failed"),
        new("app-deleted-while-pending", null, "an app is deleted before it is in service"),
        new("presign-denied", null, "CreatePresignedDomainUrl gets an AccessDeniedException"),
        new("put-events-denied", null, "the function's PutEvents gets an AccessDeniedException"),
        new("list-tags-denied", null, "the function's ListTags gets an AccessDeniedException"),
        new("domain-is-sso", null, "the domain's users sign in by IAM Identity Center"),
        new("space-without-owner", null, "DescribeSpace names no owner"),
        new("user-profile-deleted", null, "CreatePresignedDomainUrl no longer knows the user profile"),
        new("kill-function-after", "SECONDS", "once, the function is killed that long after an invocation began"),
        new("restart-server-after", "SECONDS", "once, the app's server is restarted that long after the app went into service"),
        new("kill-terminals-after", "SECONDS", "once, the shells in the app's terminals are killed that long after the app went into service, or as soon as there is one"),
        new("kill-supervisor-after", "SECONDS", "once, what supervises the run in the app is killed that long after the app went into service, or as soon as a command runs"),
        new("contents-read-only", null, "new apps: Jupyter's contents API refuses to write"),
        new("terminals-disabled", null, "new apps: Jupyter offers no terminals"),
        new("hidden-files-refused", null, "new apps: Jupyter's contents API refuses hidden files, as it does by default; Studio's image allows them"),
        new("home-read-only", null, "new apps: the home can't be written to"),
        new("home-size", "KB", "new apps: the home is an empty disk of that size"),
        new("temp-size", "KB", "new apps: the folder of temporary files is an empty disk of that size"),
        new("non-root-user", null, "new apps: the user isn't root, even where LocalStudio's is"),
        new("umask-077", null, "new apps: the umask is 077"),
        new("path-empty", null, "new apps: PATH is empty in Jupyter's terminals"),
        new("path-with-spaces", null, "new apps: PATH begins with folders whose names have spaces, quotes and stars in Jupyter's terminals"),
        new("busybox-first", null, "new apps: PATH has busybox's applets before coreutils in Jupyter's terminals"),
    ];

    /// <summary>How many of the function's next calls are throttled.</summary>
    public int Throttle { get => (int)(Number("throttle") ?? 0); set => SetNumber("throttle", value > 0 ? value : null); }

    /// <summary>How often each CreateApp record is delivered.</summary>
    public int DeliverTimes { get => (int)(Number("deliver-times") ?? 1); set => SetNumber("deliver-times", value); }

    /// <summary>Apps go from Pending to Failed.</summary>
    public bool AppFails { get => IsOn("app-fails"); set => Switch("app-fails", value); }

    /// <summary>Apps are deleted before they are in service.</summary>
    public bool AppDeletedWhilePending { get => IsOn("app-deleted-while-pending"); set => Switch("app-deleted-while-pending", value); }

    /// <summary>CreatePresignedDomainUrl is denied.</summary>
    public bool PresignDenied { get => IsOn("presign-denied"); set => Switch("presign-denied", value); }

    /// <summary>The function's PutEvents is denied.</summary>
    public bool PutEventsDenied { get => IsOn("put-events-denied"); set => Switch("put-events-denied", value); }

    /// <summary>ListTags is denied.</summary>
    public bool ListTagsDenied { get => IsOn("list-tags-denied"); set => Switch("list-tags-denied", value); }

    /// <summary>The domain's AuthMode is SSO.</summary>
    public bool DomainIsSso { get => IsOn("domain-is-sso"); set => Switch("domain-is-sso", value); }

    /// <summary>DescribeSpace names no owner.</summary>
    public bool SpaceWithoutOwner { get => IsOn("space-without-owner"); set => Switch("space-without-owner", value); }

    /// <summary>CreatePresignedDomainUrl no longer knows the user profile.</summary>
    public bool UserProfileDeleted { get => IsOn("user-profile-deleted"); set => Switch("user-profile-deleted", value); }

    /// <summary>Once, the function is killed that long after an invocation began.</summary>
    public TimeSpan? KillFunctionAfter { get => Seconds("kill-function-after"); set => SetNumber("kill-function-after", value?.TotalSeconds); }

    /// <summary>Once, the app's server is restarted that long after the app went into service.</summary>
    public TimeSpan? RestartServerAfter { get => Seconds("restart-server-after"); set => SetNumber("restart-server-after", value?.TotalSeconds); }

    /// <summary>Once, the shells in the app's terminals are killed that long after the app went into service.</summary>
    public TimeSpan? KillTerminalsAfter { get => Seconds("kill-terminals-after"); set => SetNumber("kill-terminals-after", value?.TotalSeconds); }

    /// <summary>Once, what supervises the run in the app is killed that long after the app went into service.</summary>
    public TimeSpan? KillSupervisorAfter { get => Seconds("kill-supervisor-after"); set => SetNumber("kill-supervisor-after", value?.TotalSeconds); }

    /// <summary>New apps: Jupyter's contents API refuses to write.</summary>
    public bool ContentsReadOnly { get => IsOn("contents-read-only"); set => Switch("contents-read-only", value); }

    /// <summary>New apps: Jupyter offers no terminals.</summary>
    public bool TerminalsDisabled { get => IsOn("terminals-disabled"); set => Switch("terminals-disabled", value); }

    /// <summary>New apps: Jupyter's contents API refuses hidden files.</summary>
    public bool HiddenFilesRefused { get => IsOn("hidden-files-refused"); set => Switch("hidden-files-refused", value); }

    /// <summary>New apps: the home can't be written to.</summary>
    public bool HomeReadOnly { get => IsOn("home-read-only"); set => Switch("home-read-only", value); }

    /// <summary>New apps: the home is an empty disk of that size, in KiB.</summary>
    public int? HomeSize { get => (int?)Number("home-size"); set => SetNumber("home-size", value); }

    /// <summary>New apps: the folder of temporary files is an empty disk of that size, in KiB.</summary>
    public int? TempSize { get => (int?)Number("temp-size"); set => SetNumber("temp-size", value); }

    /// <summary>New apps: the user isn't root.</summary>
    public bool NonRootUser { get => IsOn("non-root-user"); set => Switch("non-root-user", value); }

    /// <summary>New apps: the umask is 077.</summary>
    public bool Umask077 { get => IsOn("umask-077"); set => Switch("umask-077", value); }

    /// <summary>New apps: PATH is empty in Jupyter's terminals.</summary>
    public bool PathEmpty { get => IsOn("path-empty"); set => Switch("path-empty", value); }

    /// <summary>New apps: PATH begins with folders whose names are odd in Jupyter's terminals.</summary>
    public bool PathWithSpaces { get => IsOn("path-with-spaces"); set => Switch("path-with-spaces", value); }

    /// <summary>New apps: PATH has busybox's applets before coreutils in Jupyter's terminals.</summary>
    public bool BusyboxFirst { get => IsOn("busybox-first"); set => Switch("busybox-first", value); }

    internal bool TakeThrottle() => TakeOne("throttle");

    /// <summary>How long after its occasion a fault strikes that strikes once; null when it isn't on. It is off then.</summary>
    internal TimeSpan? TakeDelay(string name) => Take(name) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
