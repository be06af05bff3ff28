using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;
using LocalStudio.FrontDoor;
using Xunit;

namespace EndToEnd.Tests;

public sealed class InjectionTests
{
    private const string Nasty = "\"'; touch $HOME/owned `touch owned` $(touch owned) | & > owned \n\u0000\u001e \\";

    [Fact]
    public async Task What_reaches_an_apps_shell_is_the_same_for_every_event_but_for_the_runs_id()
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        var (app, first) = await studio.CustomizeAsync();
        var sentFirst = Sent(studio, 0, first.RunId);

        var record = JsonNode.Parse(studio.Host.Function.Invocations.Entries.Single().Payload)!.AsObject();
        var detail = record["detail"]!.AsObject();
        Spoil(record, ["source", "detail-type", "account", "region", "detail"]);
        Spoil(detail, ["eventSource", "eventName", "requestParameters", "eventID", "errorCode"]);
        Spoil(detail["requestParameters"]!.AsObject(), ["domainId", "spaceName", "appType", "appName"]);
        detail["eventID"] = Guid.NewGuid().ToString();
        detail[Nasty] = Nasty;
        detail["requestParameters"]![Nasty] = Nasty;
        var before = studio.Host.TerminalInput.Entries.Count;
        var second = Report.Of(await studio.Host.Function.InvokeAsync(record.ToJsonString(), studio.Token));

        Assert.Equal("done", second.Verdict);
        Assert.NotEqual(first.RunId, second.RunId);
        Assert.Equal(sentFirst, Sent(studio, before, second.RunId));
        Assert.False(File.Exists(Path.Combine(app.HomePath, "owned")));
    }

    [Theory]
    [InlineData("domainId")]
    [InlineData("spaceName")]
    [InlineData("appType")]
    [InlineData("appName")]
    [InlineData("userProfileName")]
    public async Task A_name_that_SageMaker_would_not_accept_reaches_nothing(string field)
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        var parameters = new JsonObject { ["domainId"] = studio.Host.DomainId, ["spaceName"] = "ada-lab", ["appType"] = "JupyterLab", ["appName"] = "default" };
        parameters[field] = Nasty;

        var report = Report.Of(await studio.Host.Function.InvokeAsync(parameters.ToJsonString(), studio.Token));

        Assert.Equal("ignored", report.Verdict);
        Assert.DoesNotContain("owned", report.Reason, StringComparison.Ordinal);
        Assert.Empty(studio.Host.Requests.Entries);
        Assert.Empty(studio.Host.TerminalInput.Entries);
    }

    /// <summary>
    /// Everything that went to a shell: with the run's id taken out, also from the environment, which travels as base64. Questions for the run's progress
    /// hold numbers and no more; how many there are, and which, depends on time alone, and so do the numbers of the requests.
    /// </summary>
    private static List<string> Sent(RunningStudio studio, int from, string runId)
    {
        var sent = new List<string>();
        foreach (var input in studio.Host.TerminalInput.Entries.Skip(from).Where(input => input.Kind is TerminalInputKind.CreateTerminal or TerminalInputKind.Typed))
        {
            var text = input.Text.Replace(runId, "RUN", StringComparison.Ordinal);
            text = Regex.Replace(text, @"(?<=^\d+ start [0-9a-f]{64} \d+ \d+ - )\S+", word => Decode(word.Value).Replace(runId, "RUN", StringComparison.Ordinal));
            if (!Regex.IsMatch(text, @"\A\d+ ((follow|note|read)( \d+)+|look [\d.-]+)\n\z")) sent.Add(Regex.Replace(text, @"\A\d+ ", "N "));
        }

        return sent;
    }

    private static string Decode(string base64) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static void Spoil(JsonObject fields, string[] except)
    {
        foreach (var name in fields.Select(field => field.Key).Where(name => !except.Contains(name)).ToList()) fields[name] = Nasty;
    }
}
