using Bench.Fuzz;

namespace CustomizerLambda.Tests;

/// <summary>A few of the inputs that <c>bench -- fuzz</c> goes on with: always the same ones.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 3000;

    public static TheoryData<string> Borders => [.. FuzzTarget.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Borders))]
    public async Task Whatever_comes_in_at_a_border_is_read_or_refused(string border)
    {
        var target = FuzzTarget.All.Single(target => target.Name == border);
        for (ulong seed = 0; seed < Inputs; seed++)
        {
            var failure = await Record.ExceptionAsync(() => target.TryAsync(seed));
            Assert.True(failure is null, $"seed {seed}: {failure}");
        }
    }
}
