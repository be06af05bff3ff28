using System.Net;
using Amazon.Runtime;

namespace CustomizerLambda.Aws;

/// <summary>
/// When a call of an AWS API that failed is made again. Thousands of apps may start within minutes while an API takes twenty calls a second: pauses double
/// from failure to failure, and are drawn at random from nothing to the whole, so that those who failed together don't come together. Pure but for that.
/// </summary>
internal static class RetrySchedule
{
    /// <summary>How often one call is made again, for some twelve minutes: thousands of starts that come at the same time may take as long.</summary>
    public const int MostRetries = 50;

    private const double FirstSeconds = 0.5;
    private const double LongestSeconds = 30;

    /// <summary>Whether the API had too much to do, or failed for once.</summary>
    public static bool CanHelp(AmazonServiceException exception) =>
        exception.ErrorCode is "ThrottlingException" or "Throttling" or "RequestLimitExceeded"
        || exception.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    /// <summary>The pause after as many failures in a row.</summary>
    public static TimeSpan After(int failures)
    {
        var longest = Math.Min(FirstSeconds * Math.Pow(2, failures - 1), LongestSeconds);
#pragma warning disable CA5394 // Jitter is no secret.
        return TimeSpan.FromSeconds(longest * Random.Shared.NextDouble());
#pragma warning restore CA5394
    }
}
