using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalStudio;

namespace Stack.Tests.Insights;

/// <summary>
/// Records the log over which the saved queries are run: <c>dotnet test test/Stack.Tests --filter Recorder -- xUnit.Explicit=on</c>, when what the function
/// logs has changed. On Monday three users start apps, one of which fails; on Tuesday, with other set-up commands, two of them do.
/// </summary>
public sealed class Recorder
{
    [Fact(Explicit = true)]
    public async Task Records_the_log()
    {
        List<string> log = [.. await DayAsync("monday", ["ada", "grace", "edsger"], "edsger"), .. await DayAsync("tuesday", ["ada", "grace"], failing: null)];

        await File.WriteAllLinesAsync(RecordedLog.Source(), log, TestContext.Current.CancellationToken);
    }

    private static async Task<IEnumerable<string>> DayAsync(string commands, string[] users, string? failing)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var options = new StudioOptions { SetupCommandsDirectory = Path.Combine(AppContext.BaseDirectory, "commands", commands) };
        await using var studio = await StudioHost.StartAsync(options, cancellationToken);
        foreach (var (number, user) in users.Index())
        {
            studio.Faults.AppFails = user == failing;
            await AddAsync(studio, user, cancellationToken);
            await studio.CreateAppAsync("JupyterLab", $"{user}-lab", cancellationToken);
            await studio.Function.WaitForInvocationsAsync(number + 1, cancellationToken);
        }

        return studio.Function.Log.Entries.Select(line => Regex.Replace(line.Text, $"{Regex.Escape(studio.WorkPath)}/homes/[^/]+/[^/]+", "/home/sagemaker-user"));
    }

    private static async Task AddAsync(StudioHost studio, string user, CancellationToken cancellationToken)
    {
        if (user == StudioHost.DefaultUserProfileName) return;
        await studio.CallAsync("CreateUserProfile", new JsonObject { ["DomainId"] = studio.DomainId, ["UserProfileName"] = user }, cancellationToken);
        var space = new JsonObject
        {
            ["DomainId"] = studio.DomainId, ["SpaceName"] = $"{user}-lab",
            ["OwnershipSettings"] = new JsonObject { ["OwnerUserProfileName"] = user },
            ["SpaceSharingSettings"] = new JsonObject { ["SharingType"] = "Private" },
            ["SpaceSettings"] = new JsonObject { ["AppType"] = "JupyterLab" },
        };
        await studio.CallAsync("CreateSpace", space, cancellationToken);
    }
}

/// <summary>What <see cref="Recorder"/> has recorded.</summary>
internal static class RecordedLog
{
    private const string Name = "log.jsonl";

    public static string[] Lines => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "recorded", Name));

    public static string Source([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "recorded", Name);
}
