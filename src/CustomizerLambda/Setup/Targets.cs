using System.IO.Enumeration;
using System.Text.RegularExpressions;
using CustomizerLambda.Events;

namespace CustomizerLambda.Setup;

/// <summary>
/// For whom a command is: <c># customizer: domains=d-… profiles=ds-*,ml-* spaces=…</c>. Of the patterns of one directive one must match, and every
/// directive that is given must; without any, a command is for everybody. Names are compared, and go nowhere.
/// </summary>
internal sealed partial record Targets
{
    private string[] Domains { get; init; } = [];

    private string[] Profiles { get; init; } = [];

    private string[] Spaces { get; init; } = [];

    /// <summary>The directives that this type reads.</summary>
    public static bool IsKey(string key) => key is "domains" or "profiles" or "spaces";

    /// <summary>These, with one more directive; null and why when no name can match it.</summary>
    /// <param name="key">One that <see cref="IsKey"/> knows.</param>
    /// <param name="value">Patterns with <c>*</c> and <c>?</c>, separated by commas.</param>
    /// <param name="fault">What is wrong with it.</param>
    public Targets? With(string key, string value, out string fault)
    {
        fault = "";
        var patterns = value.Split(',');
        var usable = key == "domains" ? DomainPattern() : NamePattern();
        if (patterns.FirstOrDefault(pattern => !usable.IsMatch(pattern)) is { } wrong)
        {
            var names = key == "domains" ? "domain ids such as d-abcdefghijkl" : "names of letters, digits and hyphens";
            fault = $"{key} are {names}, with * and ? for what may vary, separated by commas alone; '{Spelling.Visible(wrong)}' matches none.";
            return null;
        }

        return key switch
        {
            "domains" => this with { Domains = patterns },
            "profiles" => this with { Profiles = patterns },
            _ => this with { Spaces = patterns },
        };
    }

    /// <summary>Which directive says that the command isn't for this app, such as <c>profiles=ds-*</c>; null when it is.</summary>
    /// <param name="app">The app.</param>
    /// <param name="owner">The user profile whose app it is: of a space's app, the space's owner.</param>
    public string? Mismatch(StudioApp app, string owner)
    {
        if (!Match(Domains, app.DomainId)) return Directive("domains", Domains);
        if (!Match(Profiles, owner)) return Directive("profiles", Profiles);
        return Match(Spaces, app.SpaceName) ? null : Directive("spaces", Spaces);
    }

    /// <summary>What the app has in the place that a directive names; empty when it has nothing.</summary>
    public static string NameFor(string directive, StudioApp app, string owner) => directive.Split('=')[0] switch
    {
        "domains" => app.DomainId,
        "profiles" => owner,
        _ => app.SpaceName ?? "",
    };

    public bool Equals(Targets? other) =>
        other is not null && Domains.SequenceEqual(other.Domains) && Profiles.SequenceEqual(other.Profiles) && Spaces.SequenceEqual(other.Spaces);

    public override int GetHashCode() => HashCode.Combine(Domains.Length, Profiles.Length, Spaces.Length);

    /// <summary>The directives, as they may stand in a command's head; empty for everybody.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { ("domains", Domains), ("profiles", Profiles), ("spaces", Spaces) }.Where(part => part.Item2.Length > 0).Select(part => Directive(part.Item1, part.Item2)));

    /// <summary>SageMaker tells user profiles and spaces apart without regard to case.</summary>
    private static bool Match(string[] patterns, string? name) =>
        patterns.Length == 0 || (name is not null && patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true)));

    private static string Directive(string key, string[] patterns) => $"{key}={string.Join(',', patterns)}";

    [GeneratedRegex(@"\A[a-zA-Z0-9*?]([a-zA-Z0-9*?-]{0,61}[a-zA-Z0-9*?])?\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A(d-|[*?])([a-z0-9*?-]{0,60}[a-z0-9*?])?\z(?<!\Ad-)")]
    private static partial Regex DomainPattern();
}
