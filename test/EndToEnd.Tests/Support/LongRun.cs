using LocalStudio;
using Xunit;

namespace EndToEnd.Tests.Support;

/// <summary>What must hold of a run of <c>commands/long</c>, whatever happened in its middle.</summary>
internal static class LongRun
{
    private static readonly string Lines = string.Concat(Enumerable.Range(1, 40).Select(line => $"line {line}\n"));
    private static readonly string Numbers = string.Concat(Enumerable.Range(1, 200).Select(number => $"{number}\n"));

    public static void AssertRanOnceAndWholeInTheLog(RunningStudio studio, StudioApp app)
    {
        Assert.Equal("run\n", File.ReadAllText(Path.Combine(app.HomePath, "runs-of-10")));
        Assert.Equal("run\n", File.ReadAllText(Path.Combine(app.HomePath, "runs-of-20")));
        Assert.Equal(Lines, studio.OutputOf("10-takes-some-seconds.sh"));
        Assert.Equal(Numbers, studio.OutputOf("20-follows.sh"));
    }
}
