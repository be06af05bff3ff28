using System.Collections.Concurrent;
using System.Globalization;

namespace LocalStudio.Knobs;

/// <summary>Named knobs that may be turned at any time, from any thread.</summary>
public abstract class KnobSet
{
    private readonly IReadOnlyList<Knob> _knobs;
    private readonly ConcurrentDictionary<string, double> _on = new(StringComparer.Ordinal);

    private protected KnobSet(IReadOnlyList<Knob> knobs) => _knobs = knobs;

    /// <summary>The knobs that are on, as <see cref="Set"/> takes them.</summary>
    public IReadOnlyList<string> Assignments =>
    [
        .. from knob in _knobs
           where _on.ContainsKey(knob.Name)
           select knob.Unit is null ? knob.Name : string.Create(CultureInfo.InvariantCulture, $"{knob.Name}={_on.GetValueOrDefault(knob.Name)}"),
    ];

    /// <summary>Turns a knob on by its text: <c>name</c> or <c>name=number</c>.</summary>
    /// <exception cref="FormatException">There's no such knob, or its number is missing, or isn't one.</exception>
    public void Set(string assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        var (name, value) = Parse(_knobs, assignment);
        _on[name] = value;
    }

    /// <summary>Turns on exactly these.</summary>
    /// <exception cref="FormatException">One of them can't be read; nothing is changed.</exception>
    public void Replace(IEnumerable<string> assignments)
    {
        var parsed = assignments.Select(assignment => Parse(_knobs, assignment)).ToList();
        _on.Clear();
        foreach (var (name, value) in parsed) _on[name] = value;
    }

    /// <summary>Turns all off.</summary>
    public void Clear() => _on.Clear();

    internal static (string Name, double Value) Parse(IReadOnlyList<Knob> knobs, string assignment)
    {
        var parts = assignment.Split('=', 2);
        var knob = knobs.FirstOrDefault(candidate => candidate.Name == parts[0])
            ?? throw new FormatException($"'{parts[0]}' isn't one of: {string.Join(", ", knobs.Select(candidate => candidate.Syntax))}.");
        if (knob.Unit is null)
        {
            return parts.Length == 1 ? (knob.Name, 1) : throw new FormatException($"'{knob.Name}' takes no number.");
        }

        return parts.Length == 2 && double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? (knob.Name, value)
            : throw new FormatException($"'{knob.Name}' needs a number: {knob.Syntax}.");
    }

    private protected bool IsOn(string name) => _on.ContainsKey(name);

    private protected void Switch(string name, bool on)
    {
        if (on) _on[name] = 1;
        else _on.TryRemove(name, out _);
    }

    private protected double? Number(string name) => _on.TryGetValue(name, out var value) ? value : null;

    private protected void SetNumber(string name, double? value)
    {
        if (value is { } number) _on[name] = number;
        else _on.TryRemove(name, out _);
    }

    private protected TimeSpan? Seconds(string name) => Number(name) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Turns a knob off, and says what it was.</summary>
    private protected double? Take(string name) => _on.TryRemove(name, out var value) ? value : null;

    /// <summary>Counts a knob down by one; at zero it is off.</summary>
    private protected bool TakeOne(string name)
    {
        while (_on.TryGetValue(name, out var left))
        {
            var taken = left > 1
                ? _on.TryUpdate(name, left - 1, left)
                : _on.TryRemove(new KeyValuePair<string, double>(name, left));
            if (taken) return left >= 1;
        }

        return false;
    }
}
