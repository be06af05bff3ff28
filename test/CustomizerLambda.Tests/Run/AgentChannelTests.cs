using System.Globalization;
using System.Text;
using CustomizerLambda.Run;
using CustomizerLambda.Terminal;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

/// <summary>What the other end of a terminal may print, when it isn't our agent that prints it.</summary>
public sealed class AgentChannelTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(300);

    private readonly string _runId = Guid.NewGuid().ToString("D");

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("\u001e{0} 0 ready\n")]
    [InlineData("\u001e{0} 7 run absent\n")]
    [InlineData("\u001e")]
    public async Task A_flood_that_never_waits_keeps_neither_an_answers_time_nor_the_invocations(string printed)
    {
        var flood = new Flood(Text(printed));
        var channel = new AgentChannel(flood, _runId) { Timeout = Timeout };
        await Assert.ThrowsAsync<TerminalLostException>(() => AskAsync(channel, Patience.Token));
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var patient = new AgentChannel(flood, _runId);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true) await AskAsync(patient, leaving.Token).WaitAsync(Patience.Token);
        });
    }

    [Fact]
    public async Task Frames_of_another_kind_do_not_lengthen_the_time_for_the_introduction()
    {
        var flood = new Flood(Text("\u001e{0} 0 hello\n"), TimeSpan.FromMilliseconds(50));
        var channel = new AgentChannel(flood, _runId) { Timeout = Timeout };
        await Assert.ThrowsAsync<TerminalLostException>(() => channel.IntroduceAsync([], "listening", "why?", Patience.Token).WaitAsync(TimeSpan.FromSeconds(10), Patience.Token));
    }

    [Fact]
    public async Task A_terminal_that_takes_nothing_is_given_up_in_the_same_time()
    {
        var channel = new AgentChannel(new Flood(Text("x")) { TakesNothing = true }, _runId) { Timeout = Timeout };
        await Assert.ThrowsAsync<TerminalLostException>(() => AskAsync(channel, Patience.Token));
        await Assert.ThrowsAsync<TerminalLostException>(() => channel.IntroduceAsync(["agent"], "listening", "why?", Patience.Token));
    }

    [Fact]
    public async Task A_message_of_many_small_answers_costs_no_memory()
    {
        var answers = string.Concat(Enumerable.Repeat($"\u001e{_runId} 1 x\n\u001e{_runId} 0 x\n\u001e{_runId} 9 x\n", 30_000));
        var flood = new Flood(Encoding.ASCII.GetBytes(answers));
        var channel = new AgentChannel(flood, _runId);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<TerminalLostException>(() => AskAsync(channel, Patience.Token));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public async Task An_answer_whose_reading_fails_in_any_way_is_a_damaged_one()
    {
        var channel = new AgentChannel(new Flood(Text("\u001e{0} 1 ok\n")), _runId);
        var answer = await channel.BeginAsync<Frame>("look -", _ => throw new OverflowException(), tries: 1, Patience.Token);
        Assert.Contains("damaged", (await Assert.ThrowsAsync<TerminalLostException>(() => answer.AnswerAsync(Patience.Token))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(90_000)]
    public async Task An_apps_own_words_are_a_short_line_without_secrets_or_tricks(int more)
    {
        var words = "https://alice:hunter2@example.com \u001b[31m\u202e\n" + new string('<', AppLimits.MaxText + more);
        var channel = new AgentChannel(new Flood(Text($"\u001e{{0}} 1 error {Convert.ToBase64String(Encoding.UTF8.GetBytes(words))}\n")), _runId);
        var exception = await Assert.ThrowsAsync<AppUnusableException>(() => AskAsync(channel, Patience.Token));
        Assert.InRange(exception.Message.Length, 100, AppLimits.MaxText + 100);
        Assert.DoesNotContain("hunter2", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(exception.Message, character => char.IsControl(character) || character == '\u202e');
    }

    private static async Task AskAsync(AgentChannel channel, CancellationToken cancellationToken)
    {
        var answer = await channel.BeginAsync("look -", frame => frame.Kind == "never" ? frame : null, tries: 1, cancellationToken);
        await answer.AnswerAsync(cancellationToken);
    }

    private byte[] Text(string format) => Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, format, _runId));

    /// <summary>Prints the same again and again, and is always ready to.</summary>
    private sealed class Flood(byte[] printed, TimeSpan pause = default) : ITerminal
    {
        public bool TakesNothing { get; init; }

        public int UploadPaysFrom => 0;

        public Task TypeAsync(string text, CancellationToken cancellationToken) =>
            TakesNothing ? Task.Delay(System.Threading.Timeout.Infinite, cancellationToken) : Task.CompletedTask;

        public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
        {
            if (pause > TimeSpan.Zero) await Task.Delay(pause, cancellationToken);
            return printed;
        }

        public Task<bool> TryUploadAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task CloseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => default;
    }
}
