using System.Globalization;
using CustomizerLambda.Events;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda;

/// <summary>
/// What can be set from outside, by environment variables: numbers, switches, levels, ids of domains, and one endpoint for a Studio on this machine.
/// Nothing here can add to, select from, or change the set-up commands.
/// </summary>
internal sealed record Settings
{
    /// <summary><c>AWS_LAMBDA_RUNTIME_API</c>: host and port of the Lambda Runtime API.</summary>
    public required string RuntimeApi { get; init; }

    /// <summary><c>AWS_REGION</c>: the function's region.</summary>
    public string? Region { get; init; }

    /// <summary><c>AWS_LAMBDA_FUNCTION_NAME</c>: the function's own name; empty outside Lambda.</summary>
    public string FunctionName { get; init; } = "";

    /// <summary><c>AWS_LAMBDA_LOG_LEVEL</c>: TRACE, DEBUG, INFO (the default), WARN, ERROR or FATAL.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>
    /// <c>CUSTOMIZER_STUDIO_ENDPOINT</c>: the one origin that a sign-in URL may have instead of the region's Studio hosts. For LocalStudio;
    /// only a loopback address is accepted.
    /// </summary>
    public Uri? StudioEndpoint { get; init; }

    /// <summary><c>CUSTOMIZER_OUTPUT_LIMIT_BYTES</c>: how much of one command's output is logged, 4,096 to 1 GiB; past it, the head and the tail.</summary>
    public long OutputLimitBytes { get; init; } = 1024 * 1024;

    /// <summary>The run's limit where nothing is set: the default of the template's parameter <c>RunLimitMinutes</c>.</summary>
    public static readonly TimeSpan DefaultRunLimit = TimeSpan.FromHours(2);

    /// <summary><c>CUSTOMIZER_RUN_LIMIT_MINUTES</c>: how long all commands of a run may take together, 1 to 1,440.</summary>
    public TimeSpan RunLimit { get; init; } = DefaultRunLimit;

    /// <summary>How long a run may be followed, by our own clock, whatever the app says of it.</summary>
    public TimeSpan MaxRunLife => RunLimit + AppLimits.LifeBesidesRun;

    /// <summary>
    /// <c>CUSTOMIZER_ENABLED</c>: true (the default) or false. <c>CUSTOMIZER_PERCENTAGE</c>: 0 to 100 (the default). <c>CUSTOMIZER_DOMAINS</c>: ids with
    /// commas between them; empty (the default) for all.
    /// </summary>
    public ServedApps Served { get; init; } = ServedApps.All;

    /// <summary>Reads them all.</summary>
    /// <exception cref="InvalidSettingException">One of them can't be used; the function must not start with it.</exception>
    public static Settings FromEnvironment(Func<string, string?> variable) => new()
    {
        RuntimeApi = RuntimeApiFrom(variable),
        Region = variable("AWS_REGION"),
        FunctionName = variable("AWS_LAMBDA_FUNCTION_NAME") ?? "",
        LogLevel = Level(variable("AWS_LAMBDA_LOG_LEVEL")),
        StudioEndpoint = LoopbackOrigin("CUSTOMIZER_STUDIO_ENDPOINT", variable),
        OutputLimitBytes = Number("CUSTOMIZER_OUTPUT_LIMIT_BYTES", variable, 4096, 1L << 30) ?? 1024 * 1024,
        RunLimit = RunLimitFrom(variable),
        Served = new ServedApps
        {
            IsEnabled = Flag("CUSTOMIZER_ENABLED", variable) ?? true,
            Percentage = (int)(Number("CUSTOMIZER_PERCENTAGE", variable, 0, 100) ?? 100),
            Domains = DomainIds("CUSTOMIZER_DOMAINS", variable),
        },
    };

    public static string RuntimeApiFrom(Func<string, string?> variable) =>
        variable("AWS_LAMBDA_RUNTIME_API")
        ?? throw new InvalidSettingException("AWS_LAMBDA_RUNTIME_API isn't set: run this as a Lambda function, or by 'dotnet run --project src/LocalStudio'.");

    /// <summary>Reads <see cref="RunLimit"/> alone.</summary>
    /// <exception cref="InvalidSettingException">It can't be used.</exception>
    public static TimeSpan RunLimitFrom(Func<string, string?> variable) =>
        Number("CUSTOMIZER_RUN_LIMIT_MINUTES", variable, 1, 1440) is { } minutes ? TimeSpan.FromMinutes(minutes) : DefaultRunLimit;

    private static LogLevel Level(string? value) => value?.ToUpperInvariant() switch
    {
        null or "" or "INFO" => LogLevel.Information,
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" => LogLevel.Critical,
        _ => throw new InvalidSettingException("AWS_LAMBDA_LOG_LEVEL must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."),
    };

    private static long? Number(string name, Func<string, string?> variable, long least, long most)
    {
        if (variable(name) is not { Length: > 0 } value) return null;
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new InvalidSettingException($"{name} must be a whole number from {least} to {most}.");
    }

    private static bool? Flag(string name, Func<string, string?> variable) => variable(name) switch
    {
        null or "" => null,
        "true" => true,
        "false" => false,
        _ => throw new InvalidSettingException($"{name} must be true or false."),
    };

    private static HashSet<string> DomainIds(string name, Func<string, string?> variable)
    {
        if (variable(name) is not { Length: > 0 } value) return [];
        var ids = value.Split(',');
        return ids.All(StudioApp.IsDomainId)
            ? [.. ids]
            : throw new InvalidSettingException($"{name} must be ids of domains, such as d-abcdefghijkl, with commas between them and nothing else.");
    }

    private static Uri? LoopbackOrigin(string name, Func<string, string?> variable)
    {
        if (variable(name) is not { Length: > 0 } value) return null;
        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri is { IsLoopback: true, Scheme: "http" or "https", UserInfo: "", PathAndQuery: "/", Fragment: "" }
            ? uri
            : throw new InvalidSettingException($"{name} must be an origin on this machine, such as http://127.0.0.1:4601.");
    }
}
