namespace LocalStudio.Servers;

/// <summary>The folders of one app. Its home belongs to its space or user profile and outlives it; the rest goes with it, as a container's would.</summary>
internal sealed class AppFolder
{
    private const string SocketName = "server.sock";

    /// <param name="home">Its home, on this machine.</param>
    /// <param name="root">All else of it, on this machine.</param>
    /// <param name="isIsolated">Whether the app has a file system of its own, with these folders where Studio has them.</param>
    public AppFolder(string home, string root, bool isIsolated)
    {
        (Home, Root) = (home, root);
        IsIsolated = isIsolated;
        InApp = isIsolated ? AppPaths.Studio : new AppPaths(home, root, Temp);
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Programs);
        Directory.CreateDirectory(Temp);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Temp, (UnixFileMode)0b1_111_111_111);
    }

    public string Home { get; }

    public string Root { get; }

    /// <summary>Whether the app has a file system of its own.</summary>
    public bool IsIsolated { get; }

    /// <summary>Programs that its image has.</summary>
    public string Programs => Path.Combine(Root, "bin");

    public string Temp => Path.Combine(Root, "tmp");

    public string Log => Path.Combine(Root, "server.log");

    /// <summary>Where a server listens that any page in the developer's browser could ask, if it listened at a port.</summary>
    public string Socket => Path.Combine(Root, SocketName);

    /// <summary>The same folders, as the app sees them.</summary>
    public AppPaths InApp { get; }

    /// <summary>The server's socket, as the app sees it.</summary>
    public string SocketInApp => Path.Combine(InApp.Root, SocketName);
}

/// <summary>Where an app sees its folders.</summary>
/// <param name="Home">Its home.</param>
/// <param name="Root">What LocalStudio puts into its image: the server's configuration, stand-ins for programs.</param>
/// <param name="Temp">Temporary files.</param>
internal sealed record AppPaths(string Home, string Root, string Temp)
{
    /// <summary>As Studio's image has them.</summary>
    public static AppPaths Studio { get; } = new("/home/sagemaker-user", "/opt/localstudio", "/tmp");

    public string Programs => Path.Combine(Root, "bin");
}
