using LocalStudio.Knobs;

namespace LocalStudio.Faults;

/// <summary>What goes wrong in LocalStudio, by name. May be changed while it runs.</summary>
public sealed class FaultSettings() : KnobSet(All)
{
    internal static readonly IReadOnlyList<Knob> All =
    [
        new("throttle", "N", "the function's next N calls of DescribeApp, DescribeSpace, ListTags or CreatePresignedDomainUrl get a ThrottlingException"),
        new("deliver-times", "N", "each CreateApp record is delivered N times"),
        new("app-fails", null, "an app goes from Pending to Failed"),
        new("app-deleted-while-pending", null, "an app is deleted before it is in service"),
        new("presign-denied", null, "CreatePresignedDomainUrl gets an AccessDeniedException"),
        new("put-events-denied", null, "the function's PutEvents gets an AccessDeniedException"),
        new("list-tags-denied", null, "the function's ListTags gets an AccessDeniedException"),
        new("domain-is-sso", null, "the domain's users sign in by IAM Identity Center"),
        new("space-without-owner", null, "DescribeSpace names no owner"),
        new("kill-function-after", "SECONDS", "once, the function is killed that long after an invocation began"),
        new("restart-server-after", "SECONDS", "once, the app's server is restarted that long after the app went into service"),
        new("contents-read-only", null, "new apps: Jupyter's contents API refuses to write"),
        new("terminals-disabled", null, "new apps: Jupyter offers no terminals"),
        new("hidden-files-refused", null, "new apps: Jupyter's contents API refuses hidden files, as it does by default; Studio's image allows them"),
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

    /// <summary>Once, the function is killed that long after an invocation began.</summary>
    public TimeSpan? KillFunctionAfter { get => Seconds("kill-function-after"); set => SetNumber("kill-function-after", value?.TotalSeconds); }

    /// <summary>Once, the app's server is restarted that long after the app went into service.</summary>
    public TimeSpan? RestartServerAfter { get => Seconds("restart-server-after"); set => SetNumber("restart-server-after", value?.TotalSeconds); }

    /// <summary>New apps: Jupyter's contents API refuses to write.</summary>
    public bool ContentsReadOnly { get => IsOn("contents-read-only"); set => Switch("contents-read-only", value); }

    /// <summary>New apps: Jupyter offers no terminals.</summary>
    public bool TerminalsDisabled { get => IsOn("terminals-disabled"); set => Switch("terminals-disabled", value); }

    /// <summary>New apps: Jupyter's contents API refuses hidden files.</summary>
    public bool HiddenFilesRefused { get => IsOn("hidden-files-refused"); set => Switch("hidden-files-refused", value); }

    internal bool TakeThrottle() => TakeOne("throttle");

    internal TimeSpan? TakeKillFunctionAfter() => Take("kill-function-after") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    internal TimeSpan? TakeRestartServerAfter() => Take("restart-server-after") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
