namespace Bench.Measuring;

/// <summary>What a benchmark came to.</summary>
/// <param name="Benchmark">Which.</param>
/// <param name="Load">The machine's load when it began.</param>
/// <param name="Figures">What was measured.</param>
/// <param name="Failure">Why nothing was; null when all went well.</param>
internal sealed record Result(Benchmark Benchmark, string Load, IReadOnlyList<Figure> Figures, string? Failure)
{
    public static IReadOnlyList<string> Columns { get; } = ["", "value", "beside", "its value", "ratio", "target", "met"];

    /// <summary>A figure's row: a cell for each of <see cref="Columns"/>.</summary>
    public static IReadOnlyList<string> Row(Figure figure) =>
    [
        figure.What,
        figure.Unit.Format(figure.Value),
        figure.Beside ?? "",
        figure.BesideValue is { } beside ? figure.Unit.Format(beside) : "",
        figure.Ratio is { } ratio ? Unit.Times.Format(ratio) : "",
        string.Join(", ", ((string?[])[figure.Target?.Format(figure.Unit), figure.RatioTarget?.Format(Unit.Times)]).OfType<string>()),
        figure.IsMet switch { true => "yes", false => "no", null => "" },
    ];
}
