using System.Globalization;
using System.Text;

namespace CustomizerLambda.Setup;

/// <summary>What a command's head says about how to run it, in comments: <c># customizer: timeout=10m on-failure=stop run=once</c>.</summary>
internal sealed record Directives
{
    private const string Marker = "# customizer:";

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);

    /// <summary>How long the command may take; 1 second to 24 hours.</summary>
    public TimeSpan Timeout { get; private init; } = DefaultTimeout;

    public OnFailure OnFailure { get; private init; }

    public RunWhen Run { get; private init; }

    /// <summary>Whether the user has to reload the page to see the command's effect, when it has succeeded.</summary>
    public bool RefreshPage { get; private init; }

    /// <summary>For whom the command is.</summary>
    public Targets Targets { get; private init; } = new();

    /// <summary>Reads the comments that a script begins with, up to its first other line.</summary>
    /// <exception cref="InvalidSetupCommandException">A directive isn't known, is given twice, or its value can't be used.</exception>
    public static Directives Parse(string name, ReadOnlySpan<byte> script)
    {
        var directives = new Directives();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(script).Split('\n').TakeWhile(line => line.StartsWith('#') || line.Length == 0))
        {
            if (!line.StartsWith(Marker, StringComparison.Ordinal))
            {
                // '#customizer:' or '# Customizer:' would otherwise be a comment that somebody believes in.
                if (line.TrimStart('#', ' ', '\t').StartsWith("customizer:", StringComparison.OrdinalIgnoreCase))
                {
                    throw new InvalidSetupCommandException($"{name}: write a directive as '{Marker} key=value', not '{line}'.");
                }

                continue;
            }

            foreach (var word in line[Marker.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var (key, value) = word.Split('=', 2) is [var k, { Length: > 0 } v] ? (k, v) : (word, "");
                if (!seen.Add(key)) throw new InvalidSetupCommandException($"{name}: the directive '{key}' is given twice.");
                directives = directives.With(name, key, value);
            }
        }

        return directives;
    }

    /// <summary>The directives that say something, as a command's head may have them.</summary>
    public override string ToString()
    {
        var run = Run switch
        {
            RunWhen.Once => "run=once",
            RunWhen.WhenChanged => "run=when-changed",
            _ => "",
        };
        string[] words =
        [
            $"timeout={TimeoutWord()}",
            OnFailure == OnFailure.Stop ? "on-failure=stop" : "",
            run,
            RefreshPage ? "refresh-page=yes" : "",
            Targets.ToString(),
        ];
        return string.Join(' ', words.Where(word => word.Length > 0));
    }

    private string TimeoutWord() => (Timeout.TotalSeconds % 3600, Timeout.TotalSeconds % 60) switch
    {
        (0, _) => $"{Timeout.TotalHours:0}h",
        (_, 0) => $"{Timeout.TotalMinutes:0}m",
        _ => $"{Timeout.TotalSeconds:0}s",
    };

    private Directives With(string name, string key, string value) => (key, value) switch
    {
        ("timeout", _) => this with { Timeout = ParseTimeout(name, value) },
        ("on-failure", "continue") => this with { OnFailure = OnFailure.Continue },
        ("on-failure", "stop") => this with { OnFailure = OnFailure.Stop },
        ("run", "every-start") => this with { Run = RunWhen.EveryStart },
        ("run", "once") => this with { Run = RunWhen.Once },
        ("run", "when-changed") => this with { Run = RunWhen.WhenChanged },
        ("refresh-page", "yes") => this with { RefreshPage = true },
        ("refresh-page", "no") => this with { RefreshPage = false },
        _ when Targets.IsKey(key) => this with { Targets = Targets.With(name, key, value) },
        ("refresh-page", _) => throw new InvalidSetupCommandException($"{name}: refresh-page is yes or no, not '{value}'."),
        ("on-failure", _) => throw new InvalidSetupCommandException($"{name}: on-failure is continue or stop, not '{value}'."),
        ("run", _) => throw new InvalidSetupCommandException($"{name}: run is every-start, once or when-changed, not '{value}'."),
        _ => throw new InvalidSetupCommandException($"{name}: unknown directive '{key}'; there are timeout, on-failure, run, refresh-page, domains, profiles and spaces."),
    };

    private static TimeSpan ParseTimeout(string name, string value)
    {
        var timeout = value is [.. var digits, var unit] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= LongestTimeout.TotalSeconds
            ? unit switch
            {
                's' => TimeSpan.FromSeconds(count),
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                _ => TimeSpan.Zero,
            }
            : TimeSpan.Zero;
        return timeout >= TimeSpan.FromSeconds(1) && timeout <= LongestTimeout
            ? timeout
            : throw new InvalidSetupCommandException($"{name}: timeout is a whole number of seconds, minutes or hours up to 24h, such as 90s, 10m or 2h, not '{value}'.");
    }
}
