namespace CustomizerLambda.Tests.Support;

/// <summary>What a test waits on ends with the test, and after a while of its own: a hang fails, and says where.</summary>
internal static class Patience
{
    public static CancellationToken Token => CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken, new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token).Token;
}
