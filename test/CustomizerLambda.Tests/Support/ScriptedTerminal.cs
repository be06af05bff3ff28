using System.Text;
using System.Threading.Channels;
using CustomizerLambda.Terminal;

namespace CustomizerLambda.Tests.Support;

/// <summary>A terminal whose other end is scripted: what is printed for each line that is typed.</summary>
internal sealed class ScriptedTerminal : ITerminal
{
    private readonly Channel<string> _printed = Channel.CreateUnbounded<string>();
    private readonly Func<int, string, string> _answer;
    private readonly StringBuilder _script = new();
    private bool _listens;
    private bool _isReady;

    /// <param name="runId">The run that the agent answers for.</param>
    /// <param name="answer">What is printed for a request: its number and the rest of its line. May throw what a terminal throws.</param>
    public ScriptedTerminal(string runId, Func<int, string, string> answer) => (RunId, _answer) = (runId, answer);

    public string RunId { get; }

    /// <summary>Every line that was typed.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The agent, in base64, as it was typed.</summary>
    public string Script => _script.ToString();

    /// <summary>Every request, without its number.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What was uploaded, by name.</summary>
    public Dictionary<string, byte[]> Uploads { get; } = [];

    public bool TakesUploads { get; init; } = true;

    public int UploadPaysFrom { get; init; } = int.MaxValue;

    /// <summary>An answer of the agent.</summary>
    public string Frame(int number, string words) => $"\u001e{RunId} {number} {words}\r\n";

    public Task TypeAsync(string text, CancellationToken cancellationToken)
    {
        foreach (var line in text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            Lines.Add(line);
            if (Answer(line) is { Length: > 0 } printed) _printed.Writer.TryWrite(printed);
        }

        return Task.CompletedTask;
    }

    public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken) => Encoding.UTF8.GetBytes(await _printed.Reader.ReadAsync(cancellationToken));

    public Task<bool> TryUploadAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (TakesUploads) Uploads[name] = content.ToArray();
        return Task.FromResult(TakesUploads);
    }

    public Task CloseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => default;

    private string Answer(string line)
    {
        if (!_listens)
        {
            _listens = true;
            return Frame(0, "listening");
        }

        if (!_isReady)
        {
            _isReady = line == ".";
            if (!_isReady) _script.Append(line);
            return _isReady ? Frame(0, "ready") : "";
        }

        var words = line.Split(' ', 2);
        Requests.Add(words[1]);
        return _answer(int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture), words[1]);
    }
}
