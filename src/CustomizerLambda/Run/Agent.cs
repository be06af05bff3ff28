using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using CustomizerLambda.Terminal;

namespace CustomizerLambda.Run;

/// <summary>
/// Talks to <c>agent.sh</c> in the app, over a terminal: a request is a line, an answer is a frame. Nothing depends on the terminal's prompt, echo,
/// shell or locale; an answer that arrives damaged is asked for again.
/// </summary>
internal sealed class Agent
{
    /// <summary>How long to wait for the right to follow: longer than a follower that was killed still has it (agent.sh, <c>lease_seconds</c>).</summary>
    public static readonly TimeSpan LeaseTimeout = TimeSpan.FromSeconds(25);

    /// <summary>A terminal's driver may cut a typed line at 4,095 bytes. A multiple of four: each piece decodes by itself.</summary>
    private const int PieceLength = 3000;

    private const int MostTries = 3;

    private readonly AgentChannel _channel;

    private Agent(AgentChannel channel) => _channel = channel;

    /// <summary>Starts the agent in a terminal.</summary>
    /// <exception cref="TerminalLostException">No shell answers there, or the terminal ended.</exception>
    public static async Task<Agent> StartAsync(ITerminal terminal, string runId, CancellationToken cancellationToken)
    {
        var channel = new AgentChannel(terminal, runId);
        var script = EmbeddedScript.ReadCompressed("agent.sh");
        await channel.IntroduceAsync([FirstLine(runId, script)], "listening", "is bash in the app's image?", cancellationToken);
        await channel.IntroduceAsync([.. Pieces(script).Select(piece => piece + "\n"), ".\n"], "ready", "are gzip, and coreutils or busybox, in the app's image?", cancellationToken);
        channel.EndIntroduction();
        return new Agent(channel);
    }

    /// <summary>Asks what became of the run, and for the right to follow it.</summary>
    /// <param name="lease">The right to follow, where we had it before the terminal was lost.</param>
    public Task<RunState> LookAsync(string? lease, CancellationToken cancellationToken) =>
        AskAsync($"look {lease ?? "-"}", RunState.TryParse, MostTries, cancellationToken);

    /// <summary>Asks which runs are in the app, whoever began them: the latest ten, the last one first.</summary>
    public Task<IReadOnlyList<RunSummary>> ListRunsAsync(CancellationToken cancellationToken) => AskAsync("runs", RunSummary.TryParse, MostTries, cancellationToken);

    /// <summary>Delivers the archive through the terminal, in pieces.</summary>
    public async Task PutAsync(RunArchive archive, CancellationToken cancellationToken)
    {
        // Not asked twice: a piece that was put twice would be in the archive twice, which its digest would show.
        foreach (var piece in Pieces(Convert.ToBase64String(archive.Content))) await AskAsync($"put {piece}", Ok, tries: 1, cancellationToken);
    }

    /// <summary>Takes the archive from a file in the folder where terminals begin, which is the one that Jupyter serves; the file is gone then.</summary>
    /// <returns>False when it isn't there.</returns>
    public async Task<bool> TryTakeAsync(string file, CancellationToken cancellationToken) =>
        (await AskAsync($"take {file}", frame => frame.Kind is "ok" or "missing" ? frame : null, MostTries, cancellationToken)).Kind == "ok";

    /// <summary>Has the archive checked and unpacked, and lets the supervisor claim the run. Harmless when another was faster.</summary>
    /// <param name="environment">Lines <c>NAME=value</c> for the commands: data, never read as code.</param>
    /// <param name="limit">How long all commands may take together.</param>
    /// <param name="outputLimit">How many bytes of a command's output the log may have: the app keeps as many.</param>
    /// <param name="retried">The run of which this one repeats what failed; null where it repeats none.</param>
    public Task StartRunAsync(
        RunArchive archive, string environment, TimeSpan limit, long outputLimit, string? retried, CancellationToken cancellationToken)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(environment));
        return AskAsync($"start {archive.Digest} {limit.TotalSeconds:0} {outputLimit} {retried ?? "-"} {encoded}", Ok, tries: 1, cancellationToken);
    }

    /// <summary>
    /// Writes down in the app that the log has everything before <paramref name="offset"/>, and is about to have what is before <paramref name="end"/>.
    /// </summary>
    public Task<PendingAnswer<Frame>> BeginNoteAsync(int number, long offset, long end, CancellationToken cancellationToken) =>
        _channel.BeginAsync($"note {number} {offset} {end}", Ok, MostTries, cancellationToken);

    /// <summary>
    /// Waits until command <paramref name="number"/> has printed something past <paramref name="offset"/>, or has ended, or a few seconds have passed;
    /// brings what comes after <paramref name="offset"/>. Says that the log has everything before <paramref name="logged"/>.
    /// </summary>
    /// <param name="output">Is given what comes, behind what it has.</param>
    public Task<PendingAnswer<Progress>> BeginFollowAsync(
        int number, long offset, int limit, long logged, ArrayBufferWriter<byte> output, CancellationToken cancellationToken) =>
        BeginAsync($"follow {number} {offset} {limit} {logged}", offset, output, cancellationToken);

    /// <summary>The same, at once, and without a word about the log.</summary>
    public Task<PendingAnswer<Progress>> BeginReadAsync(int number, long offset, int limit, ArrayBufferWriter<byte> output, CancellationToken cancellationToken) =>
        BeginAsync($"read {number} {offset} {limit}", offset, output, cancellationToken);

    /// <inheritdoc cref="BeginReadAsync"/>
    public async Task<Progress> ReadAsync(int number, long offset, int limit, ArrayBufferWriter<byte> output, CancellationToken cancellationToken) =>
        await (await BeginReadAsync(number, offset, limit, output, cancellationToken)).AnswerAsync(cancellationToken);

    /// <summary>Writes down in the app that the run is reported.</summary>
    public Task MarkReportedAsync(string verdict, CancellationToken cancellationToken) => AskAsync($"report {verdict}", Ok, MostTries, cancellationToken);

    /// <summary>Has the agent in a terminal give up the right to follow, and leave, which ends the terminal.</summary>
    public static async Task DismissAsync(ITerminal terminal, CancellationToken cancellationToken)
    {
        await terminal.TypeAsync("0 bye\n", cancellationToken);
        try
        {
            while (true) await terminal.ReadAsync(cancellationToken);
        }
        catch (TerminalLostException)
        {
            // It has left.
        }
    }

    /// <summary>
    /// One line that means the same to sh, bash and zsh, leaves no trace in a history, and after which the terminal is quiet. The frame's first
    /// byte is written as an escape, so the line's own echo is no frame. With <c>icanon</c>, bash gets one line at a time: of two that came at once
    /// it would keep the second, and take it for what it reads next, be that a file.
    /// </summary>
    private static string FirstLine(string runId, string script)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(script)));
        return $" unset HISTFILE; PATH=${{PATH:+$PATH:}}/usr/bin:/bin; exec bash --norc -c 'id={runId}; stty raw -echo icanon; "
            + """printf "\036%s 0 listening\n" "$id"; s=; while IFS= read -r l && [ "$l" != . ]; do s=$s$l; done; """
            + $"""[ "$(printf %s "$s" | sha256sum)" = "{digest}  -" ] && eval "$(printf %s "$s" | base64 -d | gzip -dc)""" + "\"'\r";
    }

    private static IEnumerable<string> Pieces(string text)
    {
        for (var start = 0; start < text.Length; start += PieceLength)
        {
            yield return text.Substring(start, Math.Min(PieceLength, text.Length - start));
        }
    }

    private static Frame? Ok(Frame frame) => frame.Kind == "ok" ? frame : null;

    private Task<PendingAnswer<Progress>> BeginAsync(string request, long offset, ArrayBufferWriter<byte> output, CancellationToken cancellationToken) =>
        _channel.BeginAsync(request, frame => Progress.TryParse(frame, offset, output), MostTries, cancellationToken);

    private async Task<T> AskAsync<T>(string request, Func<Frame, T?> parse, int tries, CancellationToken cancellationToken)
        where T : class => await (await _channel.BeginAsync(request, parse, tries, cancellationToken)).AnswerAsync(cancellationToken);
}
