using System.Text;
using CustomizerLambda.Terminal;

namespace CustomizerLambda.Run;

/// <summary>
/// Requests to the agent in a terminal, and its answers. Several may be under way at a time: the agent answers one after the other. An answer that
/// arrives damaged is asked for again; whatever else the terminal prints is passed over.
/// </summary>
internal sealed class AgentChannel(ITerminal terminal, string runId)
{
    /// <summary>How long the app may take to answer. A follower is answered every 5 seconds at the least.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FrameReader _reader = new(runId);
    private readonly List<Frame> _frames = [];
    private readonly HashSet<int> _underWay = [0];
    private int _requests;

    /// <summary>Waits for what the agent says of itself, without being asked.</summary>
    /// <exception cref="TerminalLostException">Nothing comes, or the terminal ended.</exception>
    public async Task AwaitAsync(string kind, string hint, CancellationToken cancellationToken)
    {
        while ((await AwaitAsync(0, hint, cancellationToken)).Kind != kind)
        {
            // A damaged one.
        }
    }

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
        await terminal.TypeAsync($"{number} {request}\n", cancellationToken);
        return number;
    }

    private async Task<T> AnswerAsync<T>(int number, string request, Func<Frame, T?> parse, int tries, CancellationToken cancellationToken)
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await AwaitAsync(number, "is it overloaded, or out of memory?", cancellationToken);
            Forget(number);
            if (answer.Kind == "damaged") throw new TerminalLostException("The set-up commands arrived damaged; nothing of them was run.");
            if (answer.Kind == "overtaken") throw new TerminalLostException("The app has heard nothing from us for too long: another invocation follows the run.");
            if (answer.Kind == "error") throw new AppUnusableException($"The app can't run set-up commands: {AppText.Of(Decode(answer))}");
            if (parse(answer) is { } result) return result;
            if (attempt >= tries) throw new TerminalLostException("The app's answers arrive damaged: does something else print to our terminal?");
            number = await SendAsync(request, cancellationToken);
        }
    }

    private void Forget(int number)
    {
        _underWay.Remove(number);
        _frames.RemoveAll(frame => frame.Number == number);
    }

    /// <summary>Waits for the next frame of that number; those that others wait for, or will, are kept.</summary>
    private async Task<Frame> AwaitAsync(int number, string hint, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                if (_frames.FindIndex(frame => frame.Number == number) is var index and >= 0)
                {
                    var frame = _frames[index];
                    _frames.RemoveAt(index);
                    return frame;
                }

                var printed = await terminal.ReadAsync(patience.Token);
                _frames.AddRange(_reader.Append(printed.Span).Where(frame => _underWay.Contains(frame.Number)));
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

/// <summary>A request that was sent, whose answer is for later.</summary>
/// <param name="AnswerAsync">Waits for it. Asks again where it arrives damaged.</param>
/// <param name="Forget">For one that nobody waits for any more.</param>
internal sealed record PendingAnswer<T>(Func<CancellationToken, Task<T>> AnswerAsync, Action Forget);
