namespace LocalStudio.Cli;

/// <summary>What is shown of what a command prints: its first lines as they come, and, when it has ended, its last ones.</summary>
internal sealed class OutputExcerpt
{
    private const int Head = 60;
    private const int Tail = 20;
    private const int LineLength = 500;

    private readonly Queue<string> _last = new();
    private int _shown;

    /// <summary>How many lines were left out, so far, between the first and the last ones.</summary>
    public int Omitted { get; private set; }

    /// <summary>Takes what was printed.</summary>
    /// <returns>The lines of it to show now.</returns>
    public IReadOnlyList<string> Add(string output)
    {
        var now = new List<string>();
        foreach (var line in output.TrimEnd('\n').Split('\n').Select(Shorten))
        {
            if (_shown++ < Head)
            {
                now.Add(line);
                continue;
            }

            _last.Enqueue(line);
            if (_last.Count <= Tail) continue;
            _last.Dequeue();
            Omitted++;
        }

        return now;
    }

    /// <summary>The last lines, when the command has ended.</summary>
    public IReadOnlyList<string> End()
    {
        var last = _last.ToArray();
        _last.Clear();
        return last;
    }

    private static string Shorten(string line) => line.Length <= LineLength ? line : FormattableString.Invariant($"{line[..LineLength]}… ({line.Length} characters)");
}
