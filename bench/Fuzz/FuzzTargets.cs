using System.Net;
using System.Text;
using CsCheck;
using CustomizerLambda;
using CustomizerLambda.Events;
using CustomizerLambda.Run;
using CustomizerLambda.SelfTest;
using CustomizerLambda.Studio;
using CustomizerLambda.Terminal;
using CustomizerLambda.Terminal.CodeEditor;

namespace Bench.Fuzz;

/// <summary>Something that reads what comes from outside.</summary>
/// <param name="Name">For whoever runs it.</param>
/// <param name="TryAsync">Reads the input that a seed makes. It throws only what is a defect.</param>
internal sealed record FuzzTarget(string Name, Func<ulong, Task> TryAsync)
{
    private const string RunId = "c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01";

    private static readonly Gen<byte[]> PrintedByAgent = FuzzInputs.Printed(RunId);
    private static readonly Gen<(int Status, string Type, string? Location, byte[] Body, Exception? Breaks)[]> Conversation = FuzzInputs.Answers.Array[1, 8];

    /// <summary>Each border.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Of("events", FuzzInputs.Json, payload => Admissions.Decide(payload, RunId, "eu-west-1", "111122223333", ServedApps.All)),
        Of("texts", FuzzInputs.Text, ReadText),
        Of("frames", PrintedByAgent, ReadFrames),
        OfAsync("answers", PrintedByAgent, ReadAnswerAsync),
        Of("VS Code messages", FuzzInputs.Messages, ReadMessage),
        OfAsync("HTTP answers", Conversation, SignInAsync),
    ];

    private static FuzzTarget Of<T>(string name, Gen<T> inputs, Action<T> read) => OfAsync(name, inputs, input =>
    {
        read(input);
        return Task.CompletedTask;
    });

    private static FuzzTarget OfAsync<T>(string name, Gen<T> inputs, Func<T, Task> readAsync) => new(name, seed => readAsync(inputs.Generate(new PCG(1, seed), null, out _)));

    private static void ReadText(string text)
    {
        var words = AppText.Of(text);
        if (words.Length is 0 or > AppLimits.MaxText + 2 || words.Any(char.IsControl)) throw new InvalidDataException("The text isn't a short line of harmless characters.");
    }

    /// <summary>Frames, and what they say, wherever the stream is cut.</summary>
    private static void ReadFrames(byte[] printed)
    {
        var reader = new FrameReader(RunId);
        List<Frame> frames = [];
        foreach (var piece in printed.Chunk(1 + (printed.Length % 7))) reader.Append(piece, frames, _ => true);
        foreach (var frame in frames)
        {
            RunState.TryParse(frame);
            RunSummary.TryParse(frame);
            Progress.TryParse(frame, 0, new());
        }
    }

    private static async Task ReadAnswerAsync(byte[] printed)
    {
        try
        {
            var channel = new AgentChannel(new Printing(printed), RunId);
            await channel.IntroduceAsync([], "ok", "", CancellationToken.None);
            var state = await channel.BeginAsync("look -", RunState.TryParse, tries: 2, CancellationToken.None);
            await state.AnswerAsync(CancellationToken.None);
        }
        catch (CustomizerException)
        {
            // Refused in our words.
        }
    }

    private static void ReadMessage(byte[] bytes)
    {
        try
        {
            var message = IpcMessage.Parse(bytes);
            message.ReadBody().Text("message");
            message.ReadTerminalEvent()?.Event.Text("data");
            ReadOnlyMemory<byte> rest = bytes;
            while (ProtocolFrame.TryTake(ref rest, AppLimits.MaxMessage, out _))
            {
                // The next one.
            }
        }
        catch (Exception exception) when (exception is FormatException or TerminalLostException)
        {
            // Refused, and by the border of the connection in our words.
        }
    }

    /// <summary>Signs in, asks whether the app is ready, and opens a terminal, with all that the front door and the app answer written down.</summary>
    private static async Task SignInAsync((int Status, string Type, string? Location, byte[] Body, Exception? Breaks)[] answers)
    {
        var next = 0;
        var recorder = new FrontDoorRecorder();
        using var session = new StudioSession(new StudioHosts("eu-west-1", localEndpoint: null), inner => recorder.Around(new Answering(inner, () => answers[next++ % answers.Length])));
        try
        {
            var baseUri = await session.SignInAsync(new Uri("https://d-abc.studio.eu-west-1.sagemaker.aws/auth?token=SECRET"), "/jupyterlab/default/", CancellationToken.None);
            await session.AskAsync(Readiness.OfJupyter, baseUri, CancellationToken.None);
            await session.AskAsync(Readiness.OfCodeEditor, baseUri, CancellationToken.None);
            await using var terminal = await session.Jupyter(baseUri).OpenTerminalAsync(CancellationToken.None);
        }
        catch (CustomizerException exception)
        {
            if (exception.Message.Contains("SECRET", StringComparison.Ordinal)) throw new InvalidDataException("An error has the sign-in's token in it.");
        }

        if (recorder.Exchanges.Any(exchange => exchange.ToString().Contains("SECRET", StringComparison.Ordinal))) throw new InvalidDataException("What was written down has the sign-in's token in it.");
    }

    /// <summary>A terminal that prints this, and is lost then.</summary>
    private sealed class Printing(byte[] printed) : ITerminal
    {
        private bool _hasPrinted;

        public int UploadPaysFrom => 0;

        public Task TypeAsync(string text, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
        {
            if (_hasPrinted) throw new TerminalLostException("It has printed all.");
            _hasPrinted = true;
            return Task.FromResult<ReadOnlyMemory<byte>>(printed);
        }

        public Task<bool> TryUploadAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task CloseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => default;
    }

    /// <summary>A front door that answers by a script, and sends nothing.</summary>
    private sealed class Answering(HttpMessageHandler unused, Func<(int Status, string Type, string? Location, byte[] Body, Exception? Breaks)> next) : DelegatingHandler(unused)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = next();
            var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new StreamContent(new Breaking(answer.Body, answer.Breaks)), RequestMessage = request };
            response.Content.Headers.TryAddWithoutValidation("Content-Type", answer.Type);
            if (answer.Location is not null) response.Headers.TryAddWithoutValidation("Location", answer.Location);
            response.Headers.TryAddWithoutValidation("Set-Cookie", Encoding.Latin1.GetString(answer.Body));
            response.Headers.TryAddWithoutValidation("Server", answer.Type);
            return Task.FromResult(response);
        }
    }

    private sealed class Breaking(byte[] body, Exception? exception) : MemoryStream(body)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is var read && read == 0 && exception is not null ? throw exception : read;
    }
}
