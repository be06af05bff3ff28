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

    /// <summary>How long the app may take to answer. A follower is answered every 5 seconds at the least.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A terminal's driver may cut a typed line at 4,095 bytes. A multiple of four: each piece decodes by itself.</summary>
    private const int PieceLength = 3000;

    private const int MostTries = 3;

    private readonly ITerminal _terminal;
    private readonly FrameReader _reader;
    private readonly Queue<Frame> _frames = new();
    private int _requests;

    private Agent(ITerminal terminal, string runId) => (_terminal, _reader) = (terminal, new FrameReader(runId));

    /// <summary>Starts the agent in a terminal.</summary>
    /// <exception cref="TerminalLostException">No shell answers there, or the terminal ended.</exception>
    public static async Task<Agent> StartAsync(ITerminal terminal, string runId, CancellationToken cancellationToken)
    {
        var agent = new Agent(terminal, runId);
        var script = EmbeddedScript.ReadCompressed("agent.sh");
        await terminal.TypeAsync(FirstLine(runId, script), cancellationToken);
        await agent.AwaitAsync(0, frame => frame.Kind == "listening" ? frame : null, "is bash in the app's image?", cancellationToken);
        foreach (var piece in Pieces(script)) await terminal.TypeAsync(piece + "\n", cancellationToken);
        await terminal.TypeAsync(".\n", cancellationToken);
        await agent.AwaitAsync(0, frame => frame.Kind == "ready" ? frame : null, "are gzip, and coreutils or busybox, in the app's image?", cancellationToken);
        return agent;
    }

    /// <summary>Asks what became of the run, and for the right to follow it.</summary>
    /// <param name="lease">The right to follow, where we had it before the terminal was lost.</param>
    public Task<RunState> LookAsync(string? lease, CancellationToken cancellationToken) =>
        AskAsync($"look {lease ?? "-"}", RunState.TryParse, MostTries, cancellationToken);

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
    public Task StartRunAsync(RunArchive archive, string environment, TimeSpan limit, CancellationToken cancellationToken)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(environment));
        return AskAsync($"start {archive.Digest} {limit.TotalSeconds:0} {encoded}", Ok, tries: 1, cancellationToken);
    }

    /// <summary>
    /// Writes down in the app that the log has everything before <paramref name="offset"/>, and is about to have what is before <paramref name="end"/>.
    /// </summary>
    public Task NoteAsync(int number, long offset, long end, CancellationToken cancellationToken) =>
        AskAsync($"note {number} {offset} {end}", Ok, MostTries, cancellationToken);

    /// <summary>
    /// Waits until command <paramref name="number"/> has printed something past <paramref name="seen"/>, or has ended, or a few seconds have passed;
    /// brings what comes after <paramref name="offset"/>. Says that the log has everything before <paramref name="logged"/>.
    /// </summary>
    public Task<Progress> FollowAsync(int number, long offset, int limit, long seen, long logged, CancellationToken cancellationToken) =>
        AskAsync($"follow {number} {offset} {limit} {seen} {logged}", frame => Progress.TryParse(frame, offset), MostTries, cancellationToken);

    /// <summary>The same, at once.</summary>
    public Task<Progress> ReadAsync(int number, long offset, int limit, CancellationToken cancellationToken) =>
        AskAsync($"read {number} {offset} {limit}", frame => Progress.TryParse(frame, offset), MostTries, cancellationToken);

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
    /// byte is written as an escape, so the line's own echo is no frame.
    /// </summary>
    private static string FirstLine(string runId, string script)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(script)));
        return $" unset HISTFILE; PATH=${{PATH:+$PATH:}}/usr/bin:/bin; exec bash --norc -c 'id={runId}; stty raw -echo; "
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

    private async Task<T> AskAsync<T>(string request, Func<Frame, T?> parse, int tries, CancellationToken cancellationToken)
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            var number = ++_requests;
            await _terminal.TypeAsync($"{number} {request}\n", cancellationToken);
            var answer = await AwaitAsync(number, frame => frame, "is it overloaded, or out of memory?", cancellationToken);
            if (answer.Kind == "damaged") throw new TerminalLostException("The set-up commands arrived damaged; nothing of them was run.");
            if (answer.Kind == "overtaken") throw new TerminalLostException("The app has heard nothing from us for too long: another invocation follows the run.");
            if (answer.Kind == "error") throw new AppUnusableException($"The app can't run set-up commands: {Decode(answer)}");
            if (parse(answer) is { } result) return result;
            if (attempt >= tries) throw new TerminalLostException("The app's answers arrive damaged: does something else print to our terminal?");
        }
    }

    /// <summary>Waits for the answer to one request; older ones and what the terminal prints besides are passed over.</summary>
    private async Task<T> AwaitAsync<T>(int number, Func<Frame, T?> parse, string hint, CancellationToken cancellationToken)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                while (_frames.TryDequeue(out var frame))
                {
                    if (frame.Number == number && parse(frame) is { } result) return result;
                }

                foreach (var frame in _reader.Append((await _terminal.ReadAsync(patience.Token)).Span)) _frames.Enqueue(frame);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TerminalLostException($"Nothing in the app's terminal answered within {Patience.TotalSeconds:0} s: {hint}", exception);
        }
    }

    private static string Decode(Frame error)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(error.Words is [var text, ..] ? text : ""));
        }
        catch (FormatException)
        {
            return "its answer arrived damaged.";
        }
    }
}
