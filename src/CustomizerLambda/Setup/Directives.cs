using System.Globalization;
using System.Text;

namespace CustomizerLambda.Setup;

/// <summary>What a command's head says about how to run it, in comments: <c># customizer: timeout=10m on-failure=stop run=once</c>.</summary>
internal sealed record Directives
{
    /// <summary>What a directive's line begins with.</summary>
    public const string Marker = "# customizer:";

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    private const int MaxRetries = 10;

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["timeout", "retries", "on-failure", "run", "refresh-page", "domains", "profiles", "spaces"];

    /// <summary>How long the command may take; 1 second to 24 hours.</summary>
    public TimeSpan Timeout { get; private init; } = DefaultTimeout;

    /// <summary>How often a command that failed is started again, with a growing pause, within its time limit; 0 to 10.</summary>
    public int Retries { get; private init; }

    public OnFailure OnFailure { get; private init; }

    public RunWhen Run { get; private init; }

    /// <summary>Whether the user has to reload the page to see the command's effect, when it has succeeded.</summary>
    public bool RefreshPage { get; private init; }

    /// <summary>For whom the command is.</summary>
    public Targets Targets { get; private init; } = new();

    /// <summary>Reads the comments that a script begins with, up to its first other line.</summary>
    /// <exception cref="InvalidSetupCommandException">A directive isn't known, is given twice, or its value can't be used.</exception>
    public static Directives Parse(string path, ReadOnlySpan<byte> script)
    {
        var directives = Read(Encoding.UTF8.GetString(script), out var faults);
        return faults is [var (line, text), ..] ? throw new InvalidSetupCommandException(new SetupProblem(path, line, text).ToString()) : directives;
    }

    /// <summary>As <see cref="Parse"/>, with everything that is wrong at once, by line.</summary>
    public static Directives Read(string script, out IReadOnlyList<(int Line, string Text)> faults)
    {
        var directives = new Directives();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<(int Line, string Text)> found = [];
        faults = found;
        var number = 0;
        var goesOn = false;
        foreach (var line in Head(script))
        {
            number++;
            var isDirective = line.StartsWith(Marker, StringComparison.Ordinal);
            if (!isDirective)
            {
                // '#customizer:' or '# Customizer:' would otherwise be a comment that somebody believes in.
                if (DirectiveLookalike.Is(line)) found.Add((number, DirectiveLookalike.Advice(line)));
                else if (goesOn && DirectiveLookalike.IsContinuation(line)) found.Add((number, $"begin this line with '{Marker}' too: directives don't go on in the next line."));
                goesOn = false;
                continue;
            }

            goesOn = true;
            var words = line[Marker.Length..].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) found.Add((number, $"it names no directive: write '{Marker} key=value', in one line."));
            foreach (var word in words)
            {
                var (key, value) = word.Split('=', 2) is [var k, { Length: > 0 } v] ? (k, v) : (word, "");
                if (!seen.Add(key)) found.Add((number, $"the directive '{Spelling.Visible(key)}' is given twice."));
                else if (directives.With(key, value, out var fault) is { } more) directives = more;
                else found.Add((number, fault));
            }
        }

        return directives;
    }

    /// <summary>The comments and blank lines that a script begins with.</summary>
    public static IEnumerable<string> Head(string script) =>
        script.Split('\n').TakeWhile(line => line.AsSpan().TrimStart(" \t") is [] or ['#', ..]);

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
            Retries > 0 ? string.Create(CultureInfo.InvariantCulture, $"retries={Retries}") : "",
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

    /// <summary>These, with one more directive; null and why when it can't be used.</summary>
    private Directives? With(string key, string value, out string fault)
    {
        fault = "";
        switch (key, value)
        {
            case ("on-failure", "continue"): return this with { OnFailure = OnFailure.Continue };
            case ("on-failure", "stop"): return this with { OnFailure = OnFailure.Stop };
            case ("run", "every-start"): return this with { Run = RunWhen.EveryStart };
            case ("run", "once"): return this with { Run = RunWhen.Once };
            case ("run", "when-changed"): return this with { Run = RunWhen.WhenChanged };
            case ("refresh-page", "yes"): return this with { RefreshPage = true };
            case ("refresh-page", "no"): return this with { RefreshPage = false };
            case ("retries", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var retries) && retries <= MaxRetries: return this with { Retries = retries };
            case ("timeout", _) when ParseTimeout(value) is { } timeout: return this with { Timeout = timeout };
            case var _ when Targets.IsKey(key): return Targets.With(key, value, out fault) is { } targets ? this with { Targets = targets } : null;
        }

        var given = Spelling.Visible(value);
        fault = key switch
        {
            "timeout" => $"timeout is a whole number of seconds, minutes or hours up to 24h, such as 90s, 10m or 2h, not '{given}'.",
            "retries" => $"retries is a whole number up to {MaxRetries}, not '{given}'.",
            "refresh-page" => $"refresh-page is yes or no, not '{given}'.",
            "on-failure" => $"on-failure is continue or stop, not '{given}'.",
            "run" => $"run is every-start, once or when-changed, not '{given}'.",
            _ => $"unknown directive '{Spelling.Visible(key)}'{(Spelling.Nearest(key, Keys) is { } meant ? $" (is it {meant}?)" : "")}; there are {string.Join(", ", Keys.SkipLast(1))} and {Keys[^1]}.",
        };
        return null;
    }

    private static TimeSpan? ParseTimeout(string value)
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
        return timeout >= TimeSpan.FromSeconds(1) && timeout <= LongestTimeout ? timeout : null;
    }
}
