namespace CustomizerLambda;

/// <summary>
/// What an app may send, and may make us do. An app belongs to its user, who can put anything in the place of its server and of our agent: whatever comes
/// from there is held to these limits where it enters, and what goes past one is that app's own failure.
/// </summary>
internal static class AppLimits
{
    // ---- HTTP: Terminal/HttpAnswer.cs, Studio/StudioSession.cs ----

    /// <summary>For one answer, its head and its body together. A server that starts answers in seconds, or with a 502 or 503 of the front door's.</summary>
    public static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(30);

    /// <summary>In bytes, after decompression. Jupyter's answers to us have some hundreds.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>Of one sign-in. A browser follows 20; what is known of Studio takes three.</summary>
    public const int MaxRedirects = 10;

    /// <summary>That a session keeps. Browsers keep 180 for a site: an app that sets many must not push out those of the front door.</summary>
    public const int MaxCookies = 180;

    /// <summary>In characters. Jupyter counts its terminals: 1, 2, 3…</summary>
    public const int MaxTerminalName = 100;

    // ---- WebSockets: Terminal/*/ ----

    /// <summary>
    /// In bytes, of one message, and of one frame of VS Code's protocol. A server reads its terminal by 64 KiB, which JSON makes six times as long at the
    /// most; a proxy that gathers gets some room.
    /// </summary>
    public const int MaxMessage = 4 * 1024 * 1024;

    /// <summary>
    /// In bytes, of the JSON in one message of VS Code's; it becomes objects in memory. An event has at most the 100,000 characters after which the server
    /// stops the shell (FlowControlConstants, src/vs/platform/terminal/common/terminalProcess.ts), and JSON takes at most six bytes for one.
    /// </summary>
    public const int MaxJson = 1024 * 1024;

    /// <summary>In bytes, printed and not read yet, while something else is waited for. The same 100,000 characters are some 400 KB.</summary>
    public const int MaxUnread = MaxMessage;

    /// <summary>How often a WebSocket's other end is asked whether it is there.</summary>
    public static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(5);

    /// <summary>How long it may take to say so (RFC 6455 demands a pong "as soon as is practical"). Both together: gone dark is noticed within 10 s.</summary>
    public static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(5);

    // ---- The agent's answers: Run/FrameReader.cs, Run/AgentChannel.cs ----

    /// <summary>
    /// In bytes, of an answer's words. The longest honest one has the plan: a line of at most some 600 bytes for each of 100 commands, in base64.
    /// </summary>
    public const int MaxFrameWords = 128 * 1024;

    /// <summary>How many words an answer has. The longest honest one lists ten runs, by four words each.</summary>
    public const int MaxWords = 64;

    /// <summary>In bytes, of what an answer carries behind its words: a piece of output of 1 MiB, in base64.</summary>
    public const int MaxFrameBody = 3 * 512 * 1024;

    /// <summary>What the agent says of itself, and nobody has waited for yet. Honestly it is one word at a time.</summary>
    public const int MaxUnasked = 4;

    /// <summary>For one answer of the agent, and for its start. A follower is answered every 5 seconds at the least.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    // ---- Texts: AppText.cs ----

    /// <summary>In characters: an app's own words in an error, as much as somebody reads.</summary>
    public const int MaxText = 500;

    // ---- What it makes us do: Customizer.cs, Fleet/ ----

    /// <summary>How often the way may be lost in one invocation. Each time costs calls of SageMaker's API, whose rate all apps of the account share.</summary>
    public const int MaxWaysLost = 20;

    /// <summary>A way that held for so long isn't counted: as many as that fit into 15 minutes are not more than <see cref="MaxWaysLost"/>.</summary>
    public static readonly TimeSpan LongWay = TimeSpan.FromSeconds(45);

    /// <summary>What a run's life may last beyond its commands' own time limit: the wait for the app, and for whoever follows it.</summary>
    public static readonly TimeSpan LifeBesidesRun = TimeSpan.FromHours(1);

    /// <summary>
    /// For one visit of a walk over the running apps; less in an invocation that has less than two of these. A look takes some seconds, a run that takes
    /// longer is handed to an invocation of its own.
    /// </summary>
    public static readonly TimeSpan VisitTime = TimeSpan.FromMinutes(3);
}
