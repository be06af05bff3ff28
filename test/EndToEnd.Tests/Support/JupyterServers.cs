using LocalStudio;
using LocalStudio.Jupyter;
using Xunit;

namespace EndToEnd.Tests.Support;

/// <summary>Jupyter servers besides the one that a machine has.</summary>
internal static class JupyterServers
{
    /// <summary>jupyter-server 2, which Studio's images have.</summary>
    public const string Two = "debian-trixie";

    private static readonly Lazy<Task<string?>> Installing = new(TryInstallAsync);

    /// <summary>LocalStudio with that server. Skips the test where it can't be installed.</summary>
    public static async Task<StudioOptions> OptionsAsync(string server)
    {
        if (server == Two && await Installing.Value.WaitAsync(TestContext.Current.CancellationToken) is { } obstacle) Assert.Skip(obstacle);
        return new StudioOptions { Jupyter = server };
    }

    private static async Task<string?> TryInstallAsync()
    {
        try
        {
            await JupyterLocator.FindOrInstallAsync(Two, static _ => { }, CancellationToken.None);
            return null;
        }
        catch (SetupException exception)
        {
            return exception.Message;
        }
    }
}
