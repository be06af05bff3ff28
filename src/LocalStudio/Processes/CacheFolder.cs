namespace LocalStudio.Processes;

/// <summary>Where LocalStudio keeps what it may find again next time.</summary>
internal static class CacheFolder
{
    public static string Path { get; } = System.IO.Path.Combine(Parent(), "localstudio");

    private static string Parent()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS()) return System.IO.Path.Combine(home, "Library", "Caches");
        return Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : System.IO.Path.Combine(home, ".cache");
    }
}
