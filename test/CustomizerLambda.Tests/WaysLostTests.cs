namespace CustomizerLambda.Tests;

public sealed class WaysLostTests
{
    [Fact]
    public void An_app_that_lets_a_byte_through_each_time_costs_few_ways_all_the_same()
    {
        var lost = new WaysLost();
        var (pauses, ways) = (TimeSpan.Zero, 0);
        while (!lost.AreTooMany)
        {
            lost.Add(TimeSpan.FromSeconds(0.1), hasAdvanced: true);
            Assert.False(lost.AreInVain);
            pauses += lost.Pause;
            ways++;
        }

        Assert.Equal(AppLimits.MaxWaysLost, ways);
        Assert.InRange(pauses.TotalMinutes, 6, 15);
    }

    [Fact]
    public void Ways_that_hold_for_long_are_never_too_many()
    {
        var lost = new WaysLost();
        for (var ways = 0; ways < 1000; ways++)
        {
            lost.Add(AppLimits.LongWay, hasAdvanced: true);
            Assert.False(lost.AreTooMany || lost.AreInVain);
            Assert.InRange(lost.Pause.TotalSeconds, 0.1, 1);
        }
    }

    [Fact]
    public void One_that_is_a_moment_too_short_counts()
    {
        var lost = new WaysLost();
        for (var ways = 1; ways <= AppLimits.MaxWaysLost; ways++)
        {
            Assert.False(lost.AreTooMany);
            lost.Add(AppLimits.LongWay - TimeSpan.FromMilliseconds(1), hasAdvanced: true);
        }

        Assert.True(lost.AreTooMany);
    }

    [Fact]
    public void The_first_ones_cost_little_and_ten_in_vain_are_enough()
    {
        var lost = new WaysLost();
        List<double> pauses = [];
        while (!lost.AreInVain)
        {
            lost.Add(TimeSpan.Zero, hasAdvanced: false);
            pauses.Add(lost.Pause.TotalSeconds);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 15, 15, 15, 15, 15], pauses);
    }
}
