using System.Globalization;
using System.Diagnostics;
using Spectre.Console;

namespace LocalStudio.Cli;

/// <summary>Where the command writes: lines with the time since the start. Colours on a terminal; plain text, never wrapped, anywhere else.</summary>
internal sealed class Terminal
{
    private const int Unwrapped = 10_000;
    private readonly Lock _lock = new();
    private readonly long _began = Stopwatch.GetTimestamp();

    public Terminal()
    {
        IsPlain = Console.IsOutputRedirected;
        Out = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = IsPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = IsPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (IsPlain) Out.Profile.Width = Unwrapped;
    }

    public bool IsPlain { get; }

    public IAnsiConsole Out { get; }

    /// <summary>A line: when, who, what.</summary>
    /// <param name="who">Who did it; in the margin.</param>
    /// <param name="text">What; plain text.</param>
    /// <param name="style">Its colour.</param>
    public void Say(string who, string text, string style = "default")
    {
        var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        Write($"[grey]{seconds,8} s[/]  [blue]{who,-9}[/] [{style}]{Markup.Escape(text)}[/]");
    }

    /// <summary>Text as it is: what is too long for the terminal's line it wraps by itself, and whoever copies it gets it whole.</summary>
    public void Print(string text)
    {
        lock (_lock) Out.Profile.Out.Writer.WriteLine(text);
    }

    /// <summary>Text below a line, each of its own lines indented.</summary>
    public void Indent(string text, string style = "grey")
    {
        foreach (var line in text.TrimEnd('\n').Split('\n')) Write($"{"",10}  {"",-9} [{style}]| {Markup.Escape(line.TrimEnd('\r'))}[/]");
    }

    private void Write(string markup)
    {
        lock (_lock) Out.MarkupLine(markup);
    }
}
