using System.Text.Json.Serialization;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Fleet;

/// <summary>How a running app stands to this package's set-up commands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AppState>))]
internal enum AppState
{
    /// <summary>Its last run had them, and all were fine.</summary>
    [JsonStringEnumMemberName("current")]
    Current,

    /// <summary>Its last run had another package's.</summary>
    [JsonStringEnumMemberName("stale")]
    Stale,

    /// <summary>Its last run had them, and not all were fine.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It has had no run since it started.</summary>
    [JsonStringEnumMemberName("never")]
    Never,

    /// <summary>A run is under way.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>By the settings, it isn't served.</summary>
    [JsonStringEnumMemberName("notServed")]
    NotServed,

    /// <summary>It couldn't be looked into.</summary>
    [JsonStringEnumMemberName("unreachable")]
    Unreachable,
}

/// <summary>Tells an app's state from the runs that are in it. They are gone when its container is, as is what they did. Pure.</summary>
internal static class AppStates
{
    /// <param name="runs">The app's runs, the last one first.</param>
    /// <param name="packageDigest">This package's.</param>
    public static AppState Of(IReadOnlyList<RunSummary> runs, string packageDigest)
    {
        if (runs.Any(run => run.Supervisor == Supervisor.Running)) return AppState.Running;
        if (runs is not [var last, ..]) return AppState.Never;
        if (last.PackageDigest != packageDigest) return AppState.Stale;
        return last.ReportedVerdict == Verdict.Done.Word() ? AppState.Current : AppState.Failed;
    }

    public static string Word(this AppState state) => state switch
    {
        AppState.Current => "current",
        AppState.Stale => "stale",
        AppState.Failed => "failed",
        AppState.Never => "never customized",
        AppState.Running => "running set-up commands",
        AppState.NotServed => "not served",
        _ => "unreachable",
    };
}
