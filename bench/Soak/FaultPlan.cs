using System.Globalization;
using LocalStudio;

namespace Bench.Soak;

/// <summary>What strikes one run, and when: drawn at random, from one to three kinds.</summary>
internal sealed class FaultPlan
{
    private readonly List<string> _moods = [];
    private readonly List<string> _faults = [];
    private readonly List<(double AfterSeconds, bool IsKill)> _strikes = [];

    private FaultPlan()
    {
    }

    /// <summary>How many functions were killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How often the app's server was restarted.</summary>
    public int Restarts { get; private set; }

    /// <summary>How often the event is delivered.</summary>
    public int Deliveries { get; private set; } = 1;

    public static FaultPlan Draw(Random random)
    {
        var plan = new FaultPlan();
        for (var kinds = random.Next(1, 4); kinds > 0; kinds--)
        {
            switch (random.Next(6))
            {
                // Lambda tries an event three times: a third kill would end it.
                case 0 when plan._strikes.Count(strike => strike.IsKill) < 2: plan._strikes.Add((random.NextDouble() * 5, true)); break;
                case 1: plan._strikes.Add((random.NextDouble() * 5, false)); break;
                case 2: plan._moods.Add($"websocket-cut-after-messages={random.Next(15, 60)}"); break;
                case 3: plan._moods.Add(string.Create(CultureInfo.InvariantCulture, $"session-lasts={1.5 + (random.NextDouble() * 3):0.0}")); break;
                case 0 or 4: plan._faults.Add($"throttle={random.Next(1, 4)}"); break;
                default: plan._faults.Add($"deliver-times={plan.Deliveries = random.Next(2, 6)}"); break;
            }
        }

        return plan;
    }

    public void Apply(StudioHost studio)
    {
        studio.Moods.Replace(_moods);
        studio.Faults.Replace(_faults);
    }

    public static void Reset(StudioHost studio)
    {
        studio.Moods.Clear();
        studio.Faults.Clear();
    }

    /// <summary>Strikes at the times that were drawn, until the run has ended.</summary>
    public async Task StrikeAsync(StudioHost studio, StudioApp app, CancellationToken ended)
    {
        var waited = 0d;
        foreach (var (afterSeconds, isKill) in _strikes.Order())
        {
            await Task.Delay(TimeSpan.FromSeconds(afterSeconds - waited), ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested) return;
            waited = afterSeconds;
            if (isKill)
            {
                Kills += studio.Function.KillAll();
            }
            else
            {
                await app.RestartServerAsync(CancellationToken.None);
                Restarts++;
            }
        }
    }

    public override string ToString() => string.Join(
        ", ",
        [.. _moods, .. _faults, .. _strikes.Order().Select(strike => string.Create(CultureInfo.InvariantCulture, $"{(strike.IsKill ? "kill the function" : "restart the server")} after {strike.AfterSeconds:0.0} s"))]);
}
