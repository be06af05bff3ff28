namespace Bench.Measuring;

/// <summary>What was measured: a value, beside another one that was measured in the same run.</summary>
/// <param name="What">What it is.</param>
/// <param name="Value">The value, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record Figure(string What, double Value, Unit Unit)
{
    /// <summary>What the other value is of.</summary>
    public string? Beside { get; init; }

    /// <summary>The other value, in the same unit.</summary>
    public double? BesideValue { get; init; }

    /// <summary>What the value should be.</summary>
    public Bound? Target { get; init; }

    /// <summary>What the value should be by the other one.</summary>
    public Bound? RatioTarget { get; init; }

    /// <summary>The value by the other one.</summary>
    public double? Ratio => Value / BesideValue;

    /// <summary>Whether the targets are met; null when there is none.</summary>
    public bool? IsMet
    {
        get
        {
            bool?[] met = [Target?.IsMet(Value), Ratio is { } ratio ? RatioTarget?.IsMet(ratio) : null];
            return met.Any(one => one is not null) ? met.All(one => one is not false) : null;
        }
    }
}

/// <summary>A bound that a value should keep.</summary>
/// <param name="Limit">The bound.</param>
/// <param name="IsAtMost">Whether the value should be at most that, or at least.</param>
internal sealed record Bound(double Limit, bool IsAtMost)
{
    public static Bound AtMost(double limit) => new(limit, IsAtMost: true);

    public static Bound AtLeast(double limit) => new(limit, IsAtMost: false);

    public bool IsMet(double value) => IsAtMost ? value <= Limit : value >= Limit;

    public string Format(Unit unit) => $"{(IsAtMost ? "≤" : "≥")} {unit.Format(Limit)}";
}
