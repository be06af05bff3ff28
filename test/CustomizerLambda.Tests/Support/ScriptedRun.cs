using System.Globalization;
using System.Text;
using CustomizerLambda.Run;
using CustomizerLambda.Terminal;

namespace CustomizerLambda.Tests.Support;

/// <summary>
/// A run that has ended, in an app whose agent answers as <c>agent.sh</c> does; and the ways to it, one after the other.
/// </summary>
/// <param name="outputs">What each command printed.</param>
internal sealed class ScriptedRun(params byte[][] outputs)
{
    private readonly string _runId = Guid.NewGuid().ToString("D");

    /// <summary>Stands before the agent: what is printed instead of its answer to a request; null for its answer.</summary>
    public Func<string, string?> Instead { get; set; } = static _ => null;

    /// <summary>Where the app says that the log is: command, offset, end.</summary>
    public string Cursor { get; set; } = "1 0 0";

    /// <summary>With which every command ended.</summary>
    public int ExitCode { get; init; }

    /// <summary>What a command is called, by its number.</summary>
    public Func<int, string> Name { get; init; } = static number => $"{number}0-a.sh";

    /// <summary>Where every command's output is.</summary>
    public string File { get; init; } = "/log";

    /// <summary>Every request on every way, without its number.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Another way to it.</summary>
    public Task<Agent> OpenAsync()
    {
        ScriptedTerminal terminal = null!;
        terminal = new ScriptedTerminal(_runId, (number, request) =>
        {
            Requests.Add(request);
            return Instead(request) is { } words ? terminal.Frame(number, words) : terminal.Frame(number, Answer(request.Split(' ')));
        });
        return Agent.StartAsync(terminal, _runId, Patience.Token);
    }

    /// <summary>Drops the way.</summary>
    public static string Lose() => throw new TerminalLostException("The way is lost.");

    private string Answer(string[] request)
    {
        switch (request)
        {
            case ["look", var lease]:
                var names = string.Concat(outputs.Select((_, index) => $"{Name(index + 1)}\n"));
                return $"run ended {(lease == "-" ? "given" : lease)} - {Cursor} - {Convert.ToBase64String(Encoding.UTF8.GetBytes(names))}";
            case ["note", var command, var offset, var end]:
                Cursor = $"{command} {offset} {end}";
                return "ok";
            case ["follow" or "read", var number, var offset, var limit, ..]:
                var output = outputs[int.Parse(number, CultureInfo.InvariantCulture) - 1];
                var (from, most) = (long.Parse(offset, CultureInfo.InvariantCulture), int.Parse(limit, CultureInfo.InvariantCulture));
                var length = (int)Math.Clamp(output.Length - from, 0, most);
                var piece = length == 0 ? "" : Convert.ToBase64String(output, (int)from, length);
                return $"progress ended 1763632800000 exited {ExitCode} 1763632805000 {output.Length} 1 - {Convert.ToBase64String(Encoding.UTF8.GetBytes(File))}- {offset} {length}\t{piece}";
            default:
                return "ok";
        }
    }
}
