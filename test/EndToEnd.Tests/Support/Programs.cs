using Xunit;

namespace EndToEnd.Tests.Support;

/// <summary>What tests want of this machine.</summary>
internal static class Programs
{
    public static void SkipUnlessInstalled(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, program))), $"{program} isn't on this machine: install it (apt-get install {program}).");
    }
}
