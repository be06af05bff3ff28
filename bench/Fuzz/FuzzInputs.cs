using System.Globalization;
using System.Text;
using CsCheck;

namespace Bench.Fuzz;

/// <summary>Generates what an app, or whoever may invoke the function, could send: near to what is expected, and far from it.</summary>
internal static class FuzzInputs
{
    private static readonly string[] Nasty =
    [
        "", " ", "-", "--", "0", "-1", "1e99", "9223372036854775807", "9223372036854775808", "253402300799999", "99999999999999999999", "\0", "\u001e", "\t", "\n", "\r\n", "\ud800", "\udc00\ud800",
        "\u202e", "\u200b", "\ufeff", "é", "😀", "../..", "$(id)", "%2e%2e", "a b", "<", "\"", "\\", "null", "true", "gz:", "AAAA", "YQ==", "not-for:profiles=a:b", "a:b:c",
        new string('a', 70), new string('a', 5000),
    ];

    private static readonly string[] Names =
    [
        "source", "detail-type", "detail", "account", "region", "eventSource", "eventName", "eventID", "errorCode", "requestParameters", "domainId", "userProfileName", "spaceName", "appType",
        "appName", "recoveryMode", "continue", "fleet", "rollOut", "selfTest", "dryRun", "atOnce", "runId", "handOvers", "receivedAt", "after", "counts", "id", "event", "data", "message", "type",
        "name", "started", "persistentTerminalId", "cwd", "\\ud800",
    ];

    private static readonly string[] Known =
    [
        "aws.sagemaker", "AWS API Call via CloudTrail", "sagemaker.amazonaws.com", "CreateApp", "studio.customizer", "d-abc", "alice", "JupyterLab", "CodeEditor", "JupyterServer", "default", "eu-west-1",
        "111122223333", "c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", "2026-11-20T10:00:00Z", "9999-12-31T23:59:59.9999999-14:00",
    ];

    private static readonly string[] Words =
    [
        "run", "runs", "progress", "ok", "error", "damaged", "overtaken", "absent", "running", "ended", "died", "exited", "timed-out", "not-run", "done", "lease", "taken", "1763632800000", "1", "3", "300",
        "L2xvZw==-", "MTAtMS5zaAkzMDAK", "disk-full", "already-succeeded", "stopped-by:10-a.sh",
    ];

    private static readonly string[] Locations =
    [
        "/", "/auth", "//", "///", "https:", "http:", "//[::1", "//:99999/", "https://d-abc.studio.eu-west-1.sagemaker.aws/jupyterlab/default/", "https://evil.example/", "https://xn--a/", "https://a..b/",
        "https://\u00ad.studio.eu-west-1.sagemaker.aws/", "https://user@d-abc.studio.eu-west-1.sagemaker.aws/", "file:///etc/passwd", "javascript:alert(1)", "\\\\evil", "?", "#", "%", "%zz", "..//..", "wss://x",
    ];

    /// <summary>Text, mostly short.</summary>
    public static Gen<string> Text { get; } = Either(AnyOf(Nasty), AnyOf(Known), Gen.String);

    /// <summary>Text that is JSON, or was before something happened to its bytes.</summary>
    public static Gen<byte[]> Json { get; } = Spoilt(Value(4));

    /// <summary>What a terminal prints: frames of a run, and whatever lies between.</summary>
    public static Gen<byte[]> Printed(string runId) => Spoilt(Frame(runId).Array[0, 6].Select(string.Concat));

    /// <summary>Messages of VS Code's IPC: values whose lengths are right, or not.</summary>
    public static Gen<byte[]> Messages { get; } = Either(
        Gen.Byte.Array[0, 60],
        Gen.Select(
            AnyOf<byte[]>([4, 2, 6, 201, 1, 6, 1], [4, 2, 6, 204, 1, 6, 2], [4, 1, 6, 200, 1], [4, 2, 6, 202, 1, 6, 1], [4, 3]),
            AnyOf<byte>(0, 1, 2, 3, 5, 6, 7),
            Json,
            Gen.Int[-3, 3],
            (head, type, body, wrong) => (byte[])[.. head, type, .. Varint(Math.Max(0, body.Length + (wrong == 3 ? 1 : 0))), .. body]));

    /// <summary>An answer by HTTP: status, content type, where it redirects to, body, and where the body breaks off by an exception.</summary>
    public static Gen<(int Status, string Type, string? Location, byte[] Body, Exception? Breaks)> Answers { get; } = Gen.Select(
        AnyOf(200, 200, 200, 201, 204, 301, 302, 302, 304, 307, 400, 401, 403, 404, 500, 502, 503),
        Either(AnyOf("application/json", "application/json", "text/plain", "text/html", "", "application/json; charset=\"x"), Text),
        Either(AnyOf<string?>([null]), AnyOf<string?>(Locations), Text.Select(text => (string?)text)),
        Either(Json, AnyOf<byte[]>("""{"started": 1, "name": "1"}"""u8.ToArray()), Gen.Byte.Array[0, 40]),
        AnyOf<Exception?>(
            null, null, null, new InvalidDataException("gzip"), new InvalidOperationException("brotli"), new IOException("cut"), new HttpIOException(HttpRequestError.ResponseEnded), new NotSupportedException(), new OverflowException()));

    private static Gen<string> Frame(string runId) => Gen.Select(
        AnyOf("\u001e", "\u001e", "\u001e", "", "\u001e\u001e"),
        AnyOf(runId, runId, runId, "c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e02"),
        Either(Gen.Int[0, 3].Select(number => number.ToString(CultureInfo.InvariantCulture)), AnyOf(Nasty)),
        Either(AnyOf(Words), AnyOf(Words), AnyOf(Nasty)).Array[0, 16],
        AnyOf("", "\tYWJj", "\tgz:H4sIAAAAAAAAA0tMSgYAwkEkNQMAAAA=", "\tgz:YWJj", "\t\t"),
        AnyOf("\n", "\r\n", "\n", ""),
        (start, run, number, words, body, end) => $"{start}{run} {number} {string.Join(' ', words)}{body}{end}");

    private static Gen<string> Value(int depth)
    {
        var text = Text.Select(Quoted);
        var leaf = Either(text, text, AnyOf("null", "true", "false", "0", "-1", "1e99", "2147483648", "1.5", "\"\\ud800\"", "\"\\u0000\""), Gen.Int.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        if (depth == 0) return leaf;
        var member = Gen.Select(AnyOf(Names), Value(depth - 1), (name, value) => $"\"{name}\": {value}");
        return Either(leaf, member.Array[0, 7].Select(members => $"{{{string.Join(", ", members)}}}"), Value(depth - 1).Array[0, 4].Select(values => $"[{string.Join(", ", values)}]"));
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\' or < ' ' || char.IsSurrogate(character)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>As it is, mostly; else cut, or with a byte in it that is another.</summary>
    private static Gen<byte[]> Spoilt(Gen<string> text) => Gen.Select(text, Gen.Int[0, 9], Gen.Int[0, 10_000], Gen.Byte, (whole, how, where, other) =>
    {
        var bytes = Encoding.UTF8.GetBytes(whole);
        if (bytes.Length == 0 || how > 1) return bytes;
        where %= bytes.Length;
        if (how == 0) return bytes[..where];
        bytes[where] = other;
        return bytes;
    });

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.OneOf<T>(values);

    private static Gen<T> Either<T>(params Gen<T>[] inputs) => Gen.OneOf<T>([.. inputs.Cast<IGen<T>>()]);

    private static IEnumerable<byte> Varint(int number)
    {
        for (; number > 127; number >>= 7) yield return (byte)(number | 128);
        yield return (byte)number;
    }
}
