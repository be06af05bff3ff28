using System.Text.Json;

namespace LocalStudio.Cli;

/// <summary>The function's report on a run, as far as it is shown.</summary>
internal sealed record Report(string Verdict, string? Reason, bool HandedOver, ReportedApp? App, IReadOnlyList<ReportedCommand>? Commands)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public bool IsDone => Verdict == "done";

    /// <summary>Whether it says how a run ended: neither that another invocation goes on watching it, nor that there was nothing to do.</summary>
    public bool IsFinal => !HandedOver && Verdict != "ignored";

    /// <summary>Null when it isn't a run's report: the function returns others too.</summary>
    public static Report? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<Report>(json, Options) is { Verdict: not null } report ? report : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The app that it is about.</summary>
internal sealed record ReportedApp(string? DomainId, string? SpaceName, string? UserProfileName, string? AppType);

/// <summary>How one command went.</summary>
internal sealed record ReportedCommand(
    string Name, string Outcome, int? ExitCode, string? Reason, long? DurationMs, long OutputBytes, long OmittedBytes, string? OutputFile, string? Hint, string? Tail);
