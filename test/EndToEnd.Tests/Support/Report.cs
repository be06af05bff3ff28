using System.Text.Json;
using LocalStudio.Lambda;
using Xunit;

namespace EndToEnd.Tests.Support;

/// <summary>The report that an invocation returned, read as its reader would: from the JSON.</summary>
internal sealed class Report
{
    private readonly JsonElement _json;

    private Report(string json) => _json = JsonDocument.Parse(json).RootElement;

    public string Verdict => _json.GetProperty("verdict").GetString()!;

    public string? Reason => _json.GetProperty("reason").GetString();

    public string RunId => _json.GetProperty("runId").GetString()!;

    public string PackageDigest => _json.GetProperty("packageDigest").GetString()!;

    public bool HandedOver => _json.GetProperty("handedOver").GetBoolean();

    public int HandOvers => _json.GetProperty("handOvers").GetInt32();

    public string? Owner => _json.GetProperty("app").GetProperty("userProfileName").GetString();

    public IReadOnlyList<Command> Commands => [.. _json.GetProperty("commands").EnumerateArray().Select(command => new Command(command))];

    public Command this[string name] => Commands.Single(command => command.Name == name);

    /// <summary>When something happened, by name.</summary>
    public DateTimeOffset Time(string name) => _json.GetProperty("times").GetProperty(name).GetDateTimeOffset();

    public static Report Of(Invocation invocation)
    {
        Assert.True(invocation.Result is not null, $"The invocation failed: {invocation.Error}");
        return new Report(invocation.Result);
    }

    /// <summary>One command's row.</summary>
    internal sealed class Command(JsonElement json)
    {
        public string Name => json.GetProperty("name").GetString()!;

        public string Outcome => json.GetProperty("outcome").GetString()!;

        public int? ExitCode => json.GetProperty("exitCode") is { ValueKind: JsonValueKind.Number } code ? code.GetInt32() : null;

        public string? Reason => json.GetProperty("reason").GetString();

        public string? Tail => json.GetProperty("tail").GetString();

        public long OutputBytes => json.GetProperty("outputBytes").GetInt64();

        public long OmittedBytes => json.GetProperty("omittedBytes").GetInt64();

        public string? OutputFile => json.GetProperty("outputFile").GetString();
    }
}
