using System.Text.Json;
using CustomizerLambda.Events;
using CustomizerLambda.Fleet;
using CustomizerLambda.Hosting;
using CustomizerLambda.Reporting;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Tests.Reporting;

public sealed class ReportSizeTests
{
    [Fact]
    public void A_report_of_usual_size_stays_as_it_is() => Assert.Same(Reports.Degraded, ReportSize.Fit(Reports.Degraded));

    [Theory]
    [InlineData(100, 2000, 'x', true)]
    [InlineData(100, 2000, '<', true)]
    [InlineData(100, 1_000_000, '<', true)]
    [InlineData(200_000, 2000, '<', false)]
    public void A_run_with_much_to_say_keeps_its_verdict_and_outcomes_and_fits_into_a_line_of_the_log(int commands, int tail, char character, bool areAllThere)
    {
        var command = new CommandReport { Name = "10-a.sh", Outcome = Outcome.Failed, ExitCode = 3, Tail = new string(character, tail), OutputFile = new string(character, 500) };
        var report = ReportSize.Fit(Reports.Degraded with { Commands = [.. Enumerable.Repeat(command, commands)], Reason = new string(character, tail) });
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(report, Json.Default.RunReport).Length, 1000, ReportSize.MaxRunReport);
        Assert.Equal(Verdict.Degraded, report.Verdict);
        Assert.Equal(areAllThere, report.Commands.Count == commands);
        Assert.All(report.Commands, kept => Assert.Equal((Outcome.Failed, 3), (kept.Outcome, kept.ExitCode)));
    }

    [Fact]
    public void A_fleets_report_that_is_too_large_keeps_the_rows_that_somebody_has_to_look_at()
    {
        var rows = Enumerable.Range(0, 20_000).Select(number => new FleetRow
        {
            App = AppReport.Of(StudioApp.TryCreate("d-abc", null, $"lab-{number}", "JupyterLab", null, out _), "alice")!,
            State = number % 100 == 7 ? AppState.Unreachable : AppState.Current,
            Reason = new string('<', 100),
        }).ToList();
        var report = ReportSize.Fit(Fleet(rows));
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(report, Json.Default.FleetReport).Length, LambdaRuntimeApi.MaxResponse / 2, LambdaRuntimeApi.MaxResponse);
        Assert.Equal(200, report.Apps.Count(row => row.State == AppState.Unreachable));
        Assert.Equal(20_000, report.Apps.Count + report.AppsLeftOut);
        Assert.Equal(report.Apps, rows.Where(report.Apps.ToHashSet().Contains));
    }

    [Fact]
    public void A_fleets_report_that_fits_has_every_row() =>
        Assert.Equal(0, ReportSize.Fit(Fleet([FleetRow.Of(StudioApp.TryCreate("d-abc", null, "lab", "JupyterLab", null, out _)!, AppState.Never, "")])).AppsLeftOut);

    private static FleetReport Fleet(IReadOnlyList<FleetRow> rows) => new()
    {
        FleetId = Guid.NewGuid().ToString(),
        PackageDigest = new string('a', 64),
        Counts = new(),
        Apps = rows,
        ReceivedAt = Reports.ReceivedAt,
        EndedAt = Reports.ReceivedAt,
    };
}
