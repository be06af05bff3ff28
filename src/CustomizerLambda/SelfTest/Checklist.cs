using Microsoft.Extensions.Logging;

namespace CustomizerLambda.SelfTest;

/// <summary>Does checks one after the other, and keeps how each went. A check that fails doesn't end the others that can do without it.</summary>
internal sealed class Checklist(TimeProvider time, ILogger logger)
{
    private readonly List<Check> _checks = [];

    public IReadOnlyList<Check> Checks => _checks;

    public bool AllPassed => _checks.TrueForAll(check => check.Outcome == CheckOutcome.Passed);

    /// <summary>Does a check whose result others need.</summary>
    /// <param name="canDo">Whether what it builds on is there; else it is skipped.</param>
    /// <param name="check">Gives the result, and what was found; throws what is wrong.</param>
    /// <returns>Null when it failed or was skipped.</returns>
    public async Task<T?> DoAsync<T>(string name, bool canDo, Func<Task<(T Result, string Found)>> check)
        where T : class
    {
        if (!canDo)
        {
            Add(new Check(name, CheckOutcome.Skipped));
            return null;
        }

        var began = time.GetTimestamp();
        try
        {
            var (result, found) = await check();
            Add(new Check(name, CheckOutcome.Passed) { Ms = Since(began), Found = found });
            return result;
        }
#pragma warning disable CA1031 // Whatever is wrong is what was found.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var problem = exception switch
            {
                CustomizerException => exception.Message,
                OperationCanceledException => "It took too long: give the function more time, or look at what the checks before it found.",
                _ => $"It failed in a way that nobody expected ({exception.GetType().Name}): tell the maintainers.",
            };
            Add(new Check(name, CheckOutcome.Failed) { Ms = Since(began), Problem = problem });
            return null;
        }
    }

    /// <summary>Does a check that only passes or fails.</summary>
    /// <returns>Whether it passed.</returns>
    public async Task<bool> DoAsync(string name, bool canDo, Func<Task<string>> check) =>
        await DoAsync<object>(name, canDo, async () => (this, await check())) is not null;

    private void Add(Check check)
    {
        _checks.Add(check);
        logger.Checked(check.Name, check.Outcome, check.Problem ?? check.Found);
    }

    /// <summary>A time as the report shows it.</summary>
    public static double Milliseconds(TimeSpan took) => Math.Round(took.TotalMilliseconds, 1);

    private double Since(long began) => Milliseconds(time.GetElapsedTime(began));
}
