using System.Text;
using CustomizerLambda.Run;
using CustomizerLambda.Terminal;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

public sealed class AgentTests
{
    private const string Good = "progress ended 1763632800000 exited 0 1763632805000 3 1 - L2xvZw==- 0 3\tYWJj";

    private readonly string _runId = Guid.NewGuid().ToString("D");

    [Fact]
    public async Task No_line_that_is_typed_is_longer_than_a_terminals_driver_takes()
    {
        var terminal = new ScriptedTerminal(_runId, (_, _) => "");
        await Agent.StartAsync(terminal, _runId, Patience.Token);
        Assert.All(terminal.Lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, 4000));
        Assert.Equal(EmbeddedScript.ReadCompressed("agent.sh"), terminal.Script);
    }

    [Theory]
    [InlineData("progress ended 1763632800000 exited 0 1763632805000 3 1 - L2xvZw==- 0 3\tYWI=")]
    [InlineData("progress ended 1763632800000 exited 0 1763632805000 3 1 - L2xvZw==- 1 3\tYWJj")]
    [InlineData("progress ended 1763632800000 exited 256 1763632805000 3 1 - L2xvZw==- 0 3\tYWJj")]
    [InlineData("progress ended 1763632800000 exited 0 1763632805000 3 1 - L2xvZw==- 0 3\tYW$j")]
    [InlineData("progress ended")]
    [InlineData("ok")]
    public async Task A_damaged_answer_is_asked_for_again(string damaged)
    {
        var (agent, terminal) = await StartAsync((terminal, number, _) => terminal.Frame(number, number == 1 ? damaged : Good));
        var progress = await agent.ReadAsync(1, 0, 10, new(), Patience.Token);
        Assert.Equal("abc", Encoding.ASCII.GetString(progress.Bytes.Span));
        Assert.Equal(["read 1 0 10", "read 1 0 10"], terminal.Requests);
    }

    [Fact]
    public async Task Answers_that_stay_damaged_are_no_answers()
    {
        var (agent, terminal) = await StartAsync((terminal, number, _) => terminal.Frame(number, "progress damaged"));
        var exception = await Assert.ThrowsAsync<TerminalLostException>(() => agent.ReadAsync(1, 0, 10, new(), Patience.Token));
        Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, terminal.Requests.Count);
    }

    [Fact]
    public async Task A_piece_of_the_archive_is_put_once_whatever_the_answer()
    {
        var (agent, terminal) = await StartAsync((terminal, number, _) => terminal.Frame(number, "hello"));
        var archive = RunArchive.Create(Packages.PlanOf(Packages.OfCommands("true")));
        await Assert.ThrowsAsync<TerminalLostException>(() => agent.PutAsync(archive, Patience.Token));
        Assert.Single(terminal.Requests);
    }

    [Fact]
    public async Task What_else_the_terminal_prints_is_no_answer()
    {
        var (agent, _) = await StartAsync((terminal, number, request) =>
            $"$ {request}\r\n\u001b[31m\u001e\u001e{_runId} \r\n" + terminal.Frame(number - 1, "run absent") + terminal.Frame(number + 1, "overtaken")
            + $"\u001e{Guid.NewGuid()} {number} overtaken\r\n\u001e{_runId} {number} overta" + terminal.Frame(number, Good) + "$ ");
        Assert.Equal(3, (await agent.ReadAsync(1, 0, 10, new(), Patience.Token)).Bytes.Length);
        Assert.Equal(3, (await agent.ReadAsync(1, 0, 10, new(), Patience.Token)).Bytes.Length);
    }

    [Fact]
    public async Task Who_was_overtaken_asks_no_more()
    {
        var (agent, terminal) = await StartAsync((terminal, number, _) => terminal.Frame(number, "overtaken"));
        var exception = await Assert.ThrowsAsync<TerminalLostException>(() => NoteAsync(agent));
        Assert.Contains("another invocation", exception.Message, StringComparison.Ordinal);
        Assert.Single(terminal.Requests);
    }

    [Theory]
    [InlineData("ZGlzayBmdWxs", "disk full")]
    [InlineData("not base64", "arrived damaged")]
    [InlineData("", "can't run set-up commands")]
    public async Task What_the_app_refuses_is_said_in_its_words(string words, string message)
    {
        var (agent, _) = await StartAsync((terminal, number, _) => terminal.Frame(number, $"error {words}"));
        var exception = await Assert.ThrowsAsync<AppUnusableException>(() => agent.LookAsync(lease: null, Patience.Token));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.False(exception.RetryCanHelp);
    }

    [Fact]
    public async Task An_archive_that_arrived_damaged_is_delivered_again_over_another_terminal()
    {
        var (agent, _) = await StartAsync((terminal, number, _) => terminal.Frame(number, "damaged"));
        var archive = RunArchive.Create(Packages.PlanOf(Packages.OfCommands("true")));
        var exception = await Assert.ThrowsAsync<TerminalLostException>(() => agent.StartRunAsync(archive, "", TimeSpan.FromHours(1), 1024, retried: null, Patience.Token));
        Assert.True(exception.RetryCanHelp);
    }

    private static async Task NoteAsync(Agent agent) => await (await agent.BeginNoteAsync(1, 0, 9, Patience.Token)).AnswerAsync(Patience.Token);

    private async Task<(Agent Agent, ScriptedTerminal Terminal)> StartAsync(Func<ScriptedTerminal, int, string, string> answer)
    {
        ScriptedTerminal terminal = null!;
        terminal = new ScriptedTerminal(_runId, (number, request) => answer(terminal, number, request));
        return (await Agent.StartAsync(terminal, _runId, Patience.Token), terminal);
    }
}
