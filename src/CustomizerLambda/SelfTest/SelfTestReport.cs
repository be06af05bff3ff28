using System.Text.Json.Serialization;
using CustomizerLambda.Setup;

namespace CustomizerLambda.SelfTest;

/// <summary>How one check went.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckOutcome>))]
internal enum CheckOutcome
{
    [JsonStringEnumMemberName("passed")]
    Passed,

    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>One that it builds on has failed.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,
}

/// <summary>One check.</summary>
internal sealed record Check(string Name, CheckOutcome Outcome)
{
    public double Ms { get; init; }

    /// <summary>What was found, when it passed.</summary>
    public string? Found { get; init; }

    /// <summary>What is wrong, and what to do about it.</summary>
    public string? Problem { get; init; }
}

/// <summary>What a self-test ends in.</summary>
internal sealed record SelfTestReport
{
    /// <summary>Whether all checks passed: an app like this one would be customized.</summary>
    public required bool Passed { get; init; }

    public required AppReport App { get; init; }

    public required IReadOnlyList<Check> Checks { get; init; }

    /// <summary>What can't be checked without doing it.</summary>
    public IReadOnlyList<string> NotChecked { get; init; } =
        ["that app starts reach the function (a trail, and the rule)", "events:PutEvents (hand-overs and result events)"];

    /// <summary>What Studio's front door did, without anything that is somebody's: no name, no id, no secret.</summary>
    public required IReadOnlyList<Exchange> FrontDoor { get; init; }
}
