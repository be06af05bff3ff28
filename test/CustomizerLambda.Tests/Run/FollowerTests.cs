using System.Globalization;
using System.Text;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;
using CustomizerLambda.Terminal;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

public sealed class FollowerTests : IDisposable
{
    private const int OutputLimit = 10_000_000;

    private readonly CapturedLog _log = new();

    [Fact]
    public async Task Output_is_logged_in_order_once_and_each_piece_is_noted_before()
    {
        var (output, run) = Run(1_000_000);
        run.Instead = request =>
        {
            // A piece's note says where it begins: that far the log must be, and no further.
            if (request.Split(' ') is ["note", "1", var offset, _]) Assert.Equal(long.Parse(offset, CultureInfo.InvariantCulture), _log.Output.Length);
            return null;
        };

        var reports = await FollowAsync(new Follower(OutputLimit, _log.Logger), run);

        Assert.Equal(output, _log.Output);
        Assert.True(_log.Pieces.Count > 5);
        Assert.Equal((Outcome.Succeeded, 0, 1_000_000), (reports[0].Outcome, reports[0].ExitCode, reports[0].OutputBytes));
    }

    [Fact]
    public async Task What_is_known_to_be_there_is_asked_for_before_the_piece_before_it_is_logged()
    {
        const int Piece = OutputWindow.LargestPiece;
        var (output, run) = Run((4 * Piece) + 10);

        await FollowAsync(new Follower(OutputLimit, _log.Logger), run);

        Assert.Equal(output, _log.Output);
        var asked = run.Requests.Where(request => request.StartsWith("note", StringComparison.Ordinal) || request.Contains($" {Piece} ", StringComparison.Ordinal) || request.EndsWith($" {Piece}", StringComparison.Ordinal));
        var firstPiece = Piece - (Piece % 10);
        Assert.Equal(
            [$"follow 1 0 {Piece} 0", $"note 1 0 {firstPiece}", $"read 1 {Piece} {Piece}", $"read 1 {2 * Piece} {Piece}", $"note 1 {firstPiece} {2 * Piece / 10 * 10}"],
            asked.Take(5));
    }

    [Fact]
    public async Task An_output_that_is_cut_short_while_it_is_read_ahead_is_followed_from_there()
    {
        const int Piece = OutputWindow.LargestPiece;
        var (output, run) = Run(4 * Piece);
        run.Instead = request => request.Split(' ') is ["read", "1", var offset, _] ? $"progress running 1763632800000 - - - {Piece} 1 - - {offset} 0\t" : null;

        await FollowAsync(new Follower(OutputLimit, _log.Logger), run);

        Assert.Equal(output, _log.Output);
        Assert.Contains($"follow 1 {Piece} {Piece} {Piece / 10 * 10}", run.Requests);
    }

    [Fact]
    public async Task Where_big_pieces_never_come_through_small_ones_do()
    {
        const int Bearable = 20_000;
        var (output, run) = Run(200_000);
        run.Instead = request => request.Split(' ') is ["follow", _, _, var limit, ..] && int.Parse(limit, CultureInfo.InvariantCulture) > Bearable ? ScriptedRun.Lose() : null;
        var follower = new Follower(OutputLimit, _log.Logger);

        var ways = await FollowOverManyWaysAsync(follower, run);

        Assert.Equal(output, _log.Output);
        Assert.True(ways > 2);
    }

    [Fact]
    public async Task Who_loses_the_way_again_and_again_logs_nothing_twice()
    {
        var (output, run) = Run(300_000);
        var random = new Random(5);
        run.Instead = request => !request.StartsWith("look", StringComparison.Ordinal) && random.Next(4) == 0 ? ScriptedRun.Lose() : null;

        await FollowOverManyWaysAsync(new Follower(OutputLimit, _log.Logger), run);

        Assert.Equal(output, _log.Output);
    }

    [Fact]
    public async Task Another_invocation_goes_on_where_the_app_says()
    {
        var (output, run) = Run(50_000);
        run.Cursor = "1 20000 20000";

        await FollowAsync(new Follower(OutputLimit, _log.Logger), run);

        Assert.Equal(20_000, _log.Pieces[0].Offset);
        Assert.Equal(output[20_000..], _log.Output);
    }

    [Fact]
    public async Task A_piece_in_doubt_comes_again_the_same_under_its_own_offset()
    {
        var (output, run) = Run(50_000);
        run.Cursor = "1 1000 21000";

        await FollowAsync(new Follower(OutputLimit, _log.Logger), run);

        Assert.Equal((1000, output[1000..21_000]), _log.Pieces[0]);
        Assert.Equal(output[1000..], _log.Output);
    }

    [Fact]
    public async Task A_doubt_about_one_command_says_nothing_about_the_next()
    {
        const string NotBegun = "progress running - - - - 0 0 - - 0 0\t";
        var run = new ScriptedRun("the first\n"u8.ToArray(), "the second\n"u8.ToArray()) { Cursor = "1 0 10" };
        run.Instead = request => request.StartsWith("read 2", StringComparison.Ordinal) ? NotBegun : null;

        await FollowAsync(new Follower(OutputLimit, _log.Logger), run);

        Assert.Equal("the first\nthe second\n", _log.Output);
    }

    [Fact]
    public async Task Who_was_overtaken_logs_nothing_more()
    {
        var (_, run) = Run(50_000);
        run.Instead = request => request.StartsWith("note", StringComparison.Ordinal) ? "overtaken" : null;

        await Assert.ThrowsAsync<TerminalLostException>(() => FollowAsync(new Follower(OutputLimit, _log.Logger), run));

        Assert.Empty(_log.Pieces);
    }

    [Fact]
    public async Task Past_the_limit_the_head_and_the_tail_are_logged()
    {
        var (output, run) = Run(100_000);

        var reports = await FollowAsync(new Follower(20_000, _log.Logger), run);

        Assert.Equal(output[..10_000] + output[^10_000..], _log.Output);
        Assert.Equal((80_000, "/log"), (reports[0].OmittedBytes, reports[0].OutputFile));
    }

    [Fact]
    public async Task Who_takes_over_in_the_middle_of_a_private_key_masks_the_rest_of_it()
    {
        var printed = $"before\n{MadeUpSecrets.Key("RSA PRIVATE KEY", 26)}after\n";
        var run = new ScriptedRun(Encoding.ASCII.GetBytes(printed)) { Cursor = "1 819 884" };

        await FollowAsync(new Follower(OutputLimit, _log.Logger), run);

        Assert.Equal("***\n***\n-----END RSA PRIVATE KEY-----\nafter\n", _log.Output);
    }

    [Fact]
    public async Task A_private_key_that_what_is_left_out_cuts_is_masked_before_and_after_that()
    {
        var key = MadeUpSecrets.Key("RSA PRIVATE KEY", 26);
        var (run, text) = (new ScriptedRun(Encoding.ASCII.GetBytes($"{key}{new string('x', 50_000)} {key}after\n")), "");

        await FollowAsync(new Follower(2 * 1000, _log.Logger), run);

        text = _log.Output;
        Assert.Null(MadeUpSecrets.KeyBody(26).FirstOrDefault(line => SecretMaskTests.Leaked(text, line) is not null));
        Assert.EndsWith("-----END RSA PRIVATE KEY-----\nafter\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tail_of_a_command_that_failed_shows_no_key_that_it_begins_in()
    {
        var run = new ScriptedRun(Encoding.ASCII.GetBytes($"{MadeUpSecrets.Key("RSA PRIVATE KEY", 40)}it failed\n")) { ExitCode = 3 };

        var reports = await FollowAsync(new Follower(OutputLimit, _log.Logger), run);

        Assert.Equal("***\n-----END RSA PRIVATE KEY-----\nit failed\n", reports[0].Tail);
        Assert.Null(reports[0].Hint);
    }

    [Fact]
    public async Task A_command_that_succeeded_and_printed_an_error_has_a_hint()
    {
        var (well, ill) = ("all is well\n"u8.ToArray(), Encoding.ASCII.GetBytes($"{string.Concat(Enumerable.Repeat("a line\n", 10_000))}sudo: command not found https://ada:hunter2@host\n"));

        var reports = await FollowAsync(new Follower(OutputLimit, _log.Logger), new ScriptedRun(well, ill, well));

        Assert.Equal([null, "sudo: command not found https://ada:***@host", null], reports.Select(report => report.Hint?.Split("The first one: ")[1]));
        Assert.All(reports, report => Assert.Equal(Outcome.Succeeded, report.Outcome));
    }

    [Fact]
    public async Task A_command_that_failed_needs_no_hint()
    {
        var reports = await FollowAsync(new Follower(OutputLimit, _log.Logger), new ScriptedRun("error: x\n"u8.ToArray()) { ExitCode = 1 });

        Assert.Equal((null, "error: x\n"), (reports[0].Hint, reports[0].Tail));
    }

    [Fact]
    public async Task Names_and_files_of_an_app_are_shown_harmless()
    {
        var run = new ScriptedRun("x\n"u8.ToArray()) { Name = _ => "10-\u202ehs.a\u001b[31m", File = "/home/\u200bx" };

        var reports = await FollowAsync(new Follower(OutputLimit, _log.Logger), run);

        Assert.Equal(("10-\ufffdhs.a", "/home/\ufffdx"), (reports[0].Name, reports[0].OutputFile));
    }

    [Fact]
    public async Task A_command_of_a_supervisor_that_died_did_not_succeed()
    {
        var (_, run) = Run(0);
        run.Instead = request => request.StartsWith("follow", StringComparison.Ordinal) || request.StartsWith("read", StringComparison.Ordinal) ? $"progress died - - - - 0 0 - - {request.Split(' ')[2]} 0\t" : null;

        var reports = await FollowAsync(new Follower(OutputLimit, _log.Logger), run);

        Assert.Equal((Outcome.NotRun, CommandReasons.SupervisorDied), (reports[0].Outcome, reports[0].Reason));
    }

    public void Dispose() => _log.Dispose();

    /// <summary>A run whose only command has printed that many bytes, in lines of ten.</summary>
    private static (string Output, ScriptedRun Run) Run(int size)
    {
        var output = string.Concat(Enumerable.Range(0, size / 10).Select(line => $"{line,9}\n"));
        return (output, new ScriptedRun(Encoding.ASCII.GetBytes(output)));
    }

    private static async Task<IReadOnlyList<CommandReport>> FollowAsync(Follower follower, ScriptedRun run, string? lease = null)
    {
        var agent = await run.OpenAsync();
        return await follower.FollowAsync(agent, await agent.LookAsync(lease, Patience.Token), Patience.Token);
    }

    /// <summary>As the function does it: with another way in, and the right to follow that it was given on the first. Returns how many it took.</summary>
    private static async Task<int> FollowOverManyWaysAsync(Follower follower, ScriptedRun run)
    {
        for (var ways = 1; ; ways++)
        {
            try
            {
                await FollowAsync(follower, run, ways == 1 ? null : "given");
                return ways;
            }
            catch (TerminalLostException) when (ways < 100)
            {
                // The app's own notes are never further than what is logged.
            }
        }
    }
}
