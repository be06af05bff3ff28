using System.Diagnostics;
using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

/// <summary>agent.sh and supervisor.sh in real bash, where something of the user's is in the place of what is ours.</summary>
public sealed class UsersFilesTests
{
    private const string Projects = "mkdir -p ~/projects/thesis ~/projects/20250101T000000Z-0123; echo work >~/projects/thesis/chapter1; echo '{\"cells\": []}' >~/projects/notebook.ipynb; ";
    private const string Ours = Projects + "mkdir -p ~/.studio-customizer/logs; cd ~/.studio-customizer; ";
    private const string TwelveOldRuns = "for n in 10 11 12 13 14 15 16 17 18 19 20 21; do mkdir logs/202501${n}T000000Z-0123; echo x >logs/202501${n}T000000Z-0123/10-1.sh.log; echo 10-1.sh.log >logs/202501${n}T000000Z-0123/.run; done; cp -r logs ~/kept; rm -rf ~/kept; ";

    public static TheoryData<string, string> LayOuts => new()
    {
        { "a link in place of our folder", Projects + "ln -s projects ~/.studio-customizer" },
        { "a link to nowhere in place of our folder", Projects + "ln -s nowhere ~/.studio-customizer" },
        { "a file in place of our folder", Projects + "echo mine >~/.studio-customizer" },
        { "our folder, readable by all", Ours + "chmod 755 ~/.studio-customizer logs; echo mine >notes" },
        { "a link in place of the logs", Ours + "rmdir logs; ln -s ~/projects logs" },
        { "a file in place of the logs", Ours + "rmdir logs; echo mine >logs" },
        { "a link among the logs that sorts first", Ours + "ln -s ~/projects logs/0-projects" },
        { "a link among the logs that is named as a run", Ours + "ln -s ~/projects logs/20250101T000000Z-0000" },
        { "a link to the home among the logs", Ours + "ln -s ~ logs/20250101T000000Z-0001" },
        { "folders of the user's that are named as runs", Ours + "for n in 10 11 12 13 14 15 16 17 18 19 20 21; do mkdir logs/202501${n}T000000Z-0123; echo mine >logs/202501${n}T000000Z-0123/10-1.sh.log; done" },
        { "a folder of the user's with a list that is a link", Ours + "mkdir logs/20250101T000000Z-0123; echo 10-1.sh.log >~/list; ln -s ~/list logs/20250101T000000Z-0123/.run; echo mine >logs/20250101T000000Z-0123/10-1.sh.log" },
        { "a status that is a link", Ours + "ln -s ~/projects/notebook.ipynb status.json" },
        { "a status that is a link to nowhere", Ours + "ln -s ~/none status.json" },
        { "a status of the user's", Ours + "echo mine >status.json" },
        { "a status that is a folder", Ours + "mkdir status.json; echo mine >status.json/x" },
        { "a status that is a pipe", Ours + "mkfifo status.json" },
        { "a link in place of what has succeeded", Ours + "ln -s ~/projects succeeded" },
        { "a command's success that is a link", Ours + "mkdir succeeded; ln -s ~/projects/notebook.ipynb succeeded/10-1.sh" },
        { "a command's success that is the user's", Ours + "mkdir succeeded; echo mine >succeeded/10-1.sh" },
        { "a link in place of the runs", Ours + "ln -s ~/projects runs" },
        { "files of the user's that are named as runs", Ours + "mkdir runs; for n in {10..40}; do echo mine >runs/000000${n}-0000-0000-0000-000000000000; done" },
        { "a link in place of the folder for temporary files", Projects + "ln -s ~/projects $TMPDIR/studio-customizer-$(id -u)" },
        { "a file in place of the folder for temporary files", Projects + "echo mine >$TMPDIR/studio-customizer-$(id -u)" },
        { "a folder for temporary files that all may write to", Projects + "mkdir $TMPDIR/studio-customizer-$(id -u); chmod 777 $TMPDIR/studio-customizer-$(id -u); echo mine >$TMPDIR/studio-customizer-$(id -u)/customizer-sh" },
        { "a folder for temporary files that all may read", Projects + "mkdir -m 755 $TMPDIR/studio-customizer-$(id -u); echo mine >$TMPDIR/studio-customizer-$(id -u)/notes" },
    };

    [Theory]
    [MemberData(nameof(LayOuts))]
    public async Task What_is_found_where_ours_should_be_stays_as_it_is_and_the_commands_run(string layOut, string script)
    {
        using var app = new AppFolder();
        using (var laying = app.StartBash("-c", script)) await laying.WaitForExitAsync(Patience.Token);
        var before = Snapshot(app);

        for (var start = 0; start < 2; start++)
        {
            var ends = await RunInBashTests.RunAsync(app, "echo hi; echo x >>\"$HOME/ran\"", "exit 3");
            Assert.Equal([Outcome.Succeeded, Outcome.Failed], ends.Select(end => end.End!.Outcome));
            Assert.Equal("hi\n"u8, ends[0].Bytes.Span);
        }

        var after = Snapshot(app);
        Assert.All(before, file => Assert.True(after.GetValueOrDefault(file.Key) == file.Value, $"{layOut}: {file.Key} was {file.Value}, and is {after.GetValueOrDefault(file.Key, "gone")}"));
        Assert.Equal("x\nx\n", await File.ReadAllTextAsync(app.InHome("ran"), Patience.Token));
    }

    [Fact]
    public async Task Of_an_old_run_only_what_it_has_written_goes()
    {
        using var app = new AppFolder();
        var script = Ours + TwelveOldRuns + "echo mine >logs/20250110T000000Z-0123/notes; printf '../../../projects/notebook.ipynb\\n' >>logs/20250111T000000Z-0123/.run";
        using (var laying = app.StartBash("-c", script)) await laying.WaitForExitAsync(Patience.Token);
        await RunInBashTests.RunAsync(app, "true");
        Assert.Equal(["notes"], Directory.GetFileSystemEntries(app.InHome(".studio-customizer/logs/20250110T000000Z-0123")).Select(Path.GetFileName));
        Assert.False(Directory.Exists(app.InHome(".studio-customizer/logs/20250111T000000Z-0123")));
        Assert.True(Directory.Exists(app.InHome(".studio-customizer/logs/20250121T000000Z-0123")));
        Assert.True(File.Exists(app.InHome("projects/notebook.ipynb")));
    }

    [Fact]
    public async Task A_program_in_another_uids_folder_is_not_run()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give a folder to another uid.");
        using var app = new AppFolder();
        const string Script = "d=$TMPDIR/studio-customizer-$(id -u); mkdir -m 700 $d; printf '#!/bin/bash\\ntouch %s/stolen\\nexec bash \"$@\"\\n' \"$HOME\" >$d/customizer-sh; chmod +x $d/customizer-sh; chown -R 12345 $d";
        using (var laying = app.StartBash("-c", Script)) await laying.WaitForExitAsync(Patience.Token);
        var ends = await RunInBashTests.RunAsync(app, "tr '\\0' ' ' </proc/$PPID/cmdline");
        Assert.Equal(Outcome.Succeeded, ends[0].End!.Outcome);
        Assert.False(File.Exists(app.InHome("stolen")));
        Assert.DoesNotContain("/studio-customizer-0/", System.Text.Encoding.UTF8.GetString(ends[0].Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_can_look_into_what_a_run_leaves_in_the_home()
    {
        using var app = new AppFolder();
        await RunInBashTests.RunAsAsync(app, AgentProcess.NewRunId(), "umask 000;", "echo secret; umask >\"$HOME/umask\"");
        Assert.All(Snapshot(app).Where(file => file.Key.StartsWith(app.InHome(".studio-customizer"), StringComparison.Ordinal)), file => Assert.Matches("[0-7]*[67]00 ", file.Value));
        Assert.Equal("0000\n", await File.ReadAllTextAsync(app.InHome("umask"), Patience.Token));
    }

    /// <summary>Everything in the home and among temporary files: mode, kind, owner and content, by path.</summary>
    private static Dictionary<string, string> Snapshot(AppFolder app)
    {
        using var find = Process.Start(new ProcessStartInfo(
            "/bin/bash",
            ["-c", "find \"$@\" -mindepth 1 -not -path \"$1/ran\" -printf '%p\\t%m %y %U %l ' \\( -type f -exec sha256sum {} \\; -o -printf '\\n' \\)", "find", app.Home, app.Temporary])
        {
            RedirectStandardOutput = true,
        })!;
        var lines = find.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        find.WaitForExit();
        return lines.Select(line => line.Split('\t', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
