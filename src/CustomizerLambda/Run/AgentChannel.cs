using System.Text;
using CustomizerLambda.Terminal;

namespace CustomizerLambda.Run;

/// <summary>
/// Requests to the agent in a terminal, and its answers. Several may be under way at a time: the agent answers one after the other. An answer that
/// arrives damaged is asked for again; whatever else the terminal prints is passed over.
/// </summary>
internal sealed class AgentChannel(ITerminal terminal, string runId)
{
    /// <summary>How long an answer may take, and the agent's introduction.</summary>
    public TimeSpan Timeout { get; init; } = AppLimits.AnswerTimeout;

    private readonly FrameReader _reader = new(runId);
    private readonly List<Frame> _frames = [];
    private readonly HashSet<int> _underWay = [0];
    private int _requests;

    /// <summary>Types the agent into the terminal, and waits for what it says of itself then.</summary>
    /// <param name="lines">What to type.</param>
    /// <param name="kind">The word that it says.</param>
    /// <param name="hint">What may be wrong when it doesn't.</param>
    /// <exception cref="TerminalLostException">It doesn't in time, or the terminal ended.</exception>
    public Task IntroduceAsync(IEnumerable<string> lines, string kind, string hint, CancellationToken cancellationToken) => InTimeAsync(
        hint,
        async token =>
        {
            foreach (var line in lines) await terminal.TypeAsync(line, token);
            while ((await AwaitAsync(0, token)).Kind != kind)
            {
                // A damaged one.
            }

            return true;
        },
        cancellationToken);

    /// <summary>From now on the agent speaks only when it is asked.</summary>
    public void EndIntroduction() => Forget(0);

    /// <summary>Sends a request, whose answer is for later.</summary>
    /// <param name="parse">Reads the answer; null when it is damaged.</param>
    /// <param name="tries">How often to ask.</param>
    public async Task<PendingAnswer<T>> BeginAsync<T>(string request, Func<Frame, T?> parse, int tries, CancellationToken cancellationToken)
        where T : class
    {
        var number = await SendAsync(request, cancellationToken);
        return new PendingAnswer<T>(token => AnswerAsync(number, request, parse, tries, token), () => Forget(number));
    }

    private async Task<int> SendAsync(string request, CancellationToken cancellationToken)
    {
        var number = ++_requests;
        _underWay.Add(number);
        return await InTimeAsync(
            "is it overloaded?",
            async token =>
            {
                await terminal.TypeAsync($"{number} {request}\n", token);
                return number;
            },
            cancellationToken);
    }

    private async Task<T> AnswerAsync<T>(int number, string request, Func<Frame, T?> parse, int tries, CancellationToken cancellationToken)
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await InTimeAsync("is it overloaded, or out of memory?", token => AwaitAsync(number, token), cancellationToken);
            Forget(number);
            if (answer.Kind == "damaged") throw new TerminalLostException("The set-up commands arrived damaged; nothing of them was run.");
            if (answer.Kind == "overtaken") throw new TerminalLostException("The app has heard nothing from us for too long: another invocation follows the run.");
            if (answer.Kind == "error") throw new AppUnusableException($"The app can't run set-up commands: {Decode(answer)}");
            if (Read(answer, parse) is { } result) return result;
            if (attempt >= tries) throw new TerminalLostException("The app's answers arrive damaged: does something else print to our terminal?");
            number = await SendAsync(request, cancellationToken);
        }
    }

    private void Forget(int number)
    {
        _underWay.Remove(number);
        _frames.RemoveAll(frame => frame.Number == number);
    }

    /// <summary>The border at which answers come in: one that can't be read, whatever keeps it from it, is a damaged one.</summary>
    private static T? Read<T>(Frame answer, Func<Frame, T?> parse)
        where T : class
    {
        try
        {
            return parse(answer);
        }
        catch (Exception exception) when (exception is not CustomizerException)
        {
            return null;
        }
    }

    /// <summary>Waits for the next frame of that number; those that others wait for, or will, are kept.</summary>
    private async Task<Frame> AwaitAsync(int number, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_frames.FindIndex(frame => frame.Number == number) is var index and >= 0)
            {
                var frame = _frames[index];
                _frames.RemoveAt(index);
                return frame;
            }

            cancellationToken.ThrowIfCancellationRequested();
            _reader.Append((await terminal.ReadAsync(cancellationToken)).Span, _frames, IsAwaited);
        }
    }

    /// <summary>Whether a frame is kept: one for each request that is under way, and few that nobody asked for.</summary>
    private bool IsAwaited(int number)
    {
        if (!_underWay.Contains(number)) return false;
        var kept = 0;
        foreach (var frame in _frames)
        {
            if (frame.Number == number) kept++;
        }

        return kept < (number == 0 ? AppLimits.MaxUnasked : 1);
    }

    /// <summary>One patience for the whole, however much comes in between.</summary>
    private async Task<T> InTimeAsync<T>(string hint, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Timeout);
        try
        {
            return await work(patience.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TerminalLostException($"Nothing in the app's terminal answered within {Timeout.TotalSeconds:0} s: {hint}", exception);
        }
    }

    private static string Decode(Frame error)
    {
        try
        {
            return AppText.Of(Encoding.UTF8.GetString(Convert.FromBase64String(error.Words is [var text, ..] ? text : "")));
        }
        catch (FormatException)
        {
            return "its answer arrived damaged.";
        }
    }
}

/// <summary>A request that was sent, whose answer is for later.</summary>
/// <param name="AnswerAsync">Waits for it. Asks again where it arrives damaged.</param>
/// <param name="Forget">For one that nobody waits for any more.</param>
internal sealed record PendingAnswer<T>(Func<CancellationToken, Task<T>> AnswerAsync, Action Forget);
