using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

/// <summary>Several runs in one home, and several supervisors for one run.</summary>
public sealed class RunsInOneHomeTests
{
    [Fact]
    public async Task A_command_that_runs_once_does_so_until_it_has_succeeded()
    {
        using var app = new AppFolder();
        const string Command = "# customizer: run=once\necho x >>\"$HOME/runs\"; [ \"$(wc -l <\"$HOME/runs\")\" -gt 1 ]";
        Assert.Equal(Outcome.Failed, (await OutcomeAsync(app, Command)).Outcome);
        Assert.Equal(Outcome.Succeeded, (await OutcomeAsync(app, Command)).Outcome);
        var third = await OutcomeAsync(app, Command + " # and a change makes no difference");
        Assert.Equal((Outcome.NotRun, CommandReasons.AlreadySucceeded), (third.Outcome, third.Reason));
        Assert.Equal(2, (await File.ReadAllLinesAsync(app.InHome("runs"), Patience.Token)).Length);
    }

    [Fact]
    public async Task A_command_that_runs_when_changed_does_so_again_when_it_has_changed()
    {
        using var app = new AppFolder();
        const string Command = "# customizer: run=when-changed\necho x >>\"$HOME/runs\"";
        Assert.Equal(Outcome.Succeeded, (await OutcomeAsync(app, Command)).Outcome);
        var second = await OutcomeAsync(app, Command);
        Assert.Equal((Outcome.NotRun, CommandReasons.Unchanged), (second.Outcome, second.Reason));
        Assert.Equal(Outcome.Succeeded, (await OutcomeAsync(app, Command + " # changed")).Outcome);
        Assert.Equal(Outcome.Succeeded, (await OutcomeAsync(app, Command)).Outcome);
        Assert.Equal(3, (await File.ReadAllLinesAsync(app.InHome("runs"), Patience.Token)).Length);
    }

    [Fact]
    public async Task Of_two_supervisors_that_race_for_a_run_each_command_runs_once()
    {
        using var app = new AppFolder();
        var archive = RunArchive.Create(Packages.PlanOf(Packages.OfCommands("echo one >>\"$HOME/runs\"", "echo two >>\"$HOME/runs\"")));
        for (var race = 0; race < 10; race++)
        {
            var run = Path.Combine(app.Temporary, $"run-{race}");
            var supervisors = Enumerable.Range(0, 3).Select(n => Supervise(app, archive, run, Path.Combine(app.Temporary, $"stage-{race}-{n}"))).ToList();
            // Two leave; the one that runs stays.
            var left = supervisors.Select(supervisor => supervisor.WaitForExitAsync(Patience.Token)).ToList();
            left.Remove(await Task.WhenAny(left));
            await await Task.WhenAny(left);
            while (!File.ReadAllText(Path.Combine(run, "state")).Split(' ')[4].Equals("ended", StringComparison.Ordinal)) await Task.Delay(10, Patience.Token);
            Assert.Single(supervisors, supervisor => !supervisor.HasExited);
            supervisors.ForEach(supervisor => supervisor.Dispose());
            Assert.Equal(["one", "two"], await File.ReadAllLinesAsync(app.InHome("runs"), Patience.Token));
            File.Delete(app.InHome("runs"));
        }
    }

    [Fact]
    public async Task The_outputs_of_the_last_ten_runs_are_kept()
    {
        using var app = new AppFolder();
        var logs = app.InHome(".studio-customizer/logs");
        for (var day = 10; day < 25; day++) MakeOldRun(logs, day, bytes: 3);
        await RunInBashTests.RunAsync(app, "echo hi");
        var kept = Directory.GetDirectories(logs).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal((10, "20260116T000000Z-0123"), (kept.Count, kept[0]));
        Assert.Equal("hi\n", await File.ReadAllTextAsync(Path.Combine(logs, kept[^1]!, "10-1.sh.log"), Patience.Token));
    }

    [Fact]
    public async Task Outputs_of_older_runs_that_take_much_room_are_not_kept()
    {
        using var app = new AppFolder();
        var logs = app.InHome(".studio-customizer/logs");
        foreach (var day in (int[])[10, 11, 12])
        {
            MakeOldRun(logs, day, bytes: 24 * 1024 * 1024);
        }

        await RunInBashTests.RunAsync(app, "echo hi");

        var kept = Directory.GetDirectories(logs).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal((3, "20260111T000000Z-0123"), (kept.Count, kept[0]));
    }

    private static async Task<CommandEnd> OutcomeAsync(AppFolder app, string script) => (await RunInBashTests.RunAsync(app, script))[0].End!;

    private static void MakeOldRun(string logs, int day, int bytes)
    {
        var folder = Directory.CreateDirectory(Path.Combine(logs, $"202601{day}T000000Z-0123")).FullName;
        File.WriteAllText(Path.Combine(folder, ".run"), "10-1.sh.log\n");
        File.WriteAllBytes(Path.Combine(folder, "10-1.sh.log"), new byte[bytes]);
    }

    private static Process Supervise(AppFolder app, RunArchive archive, string run, string stage)
    {
        Directory.CreateDirectory(stage);
        using var gzip = new GZipStream(new MemoryStream(archive.Content), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(gzip, stage, overwriteFiles: false);
        File.WriteAllText(Path.Combine(stage, "environment"), "CUSTOMIZER_RUN_ID=0123-4567\n");
        return app.StartBash(Path.Combine(stage, "supervisor.sh"), run, stage, "600", "1048576");
    }
}
