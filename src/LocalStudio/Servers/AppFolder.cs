namespace LocalStudio.Servers;

/// <summary>The folders of one app. Its home belongs to its space or user profile and outlives it; the rest goes with it, as a container's would.</summary>
internal sealed class AppFolder
{
    public AppFolder(string home, string root)
    {
        (Home, Root) = (home, root);
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Temp);
    }

    public string Home { get; }

    public string Root { get; }

    /// <summary>Programs that its image has.</summary>
    public string Programs => Path.Combine(Root, "bin");

    public string Temp => Path.Combine(Root, "tmp");

    public string Log => Path.Combine(Root, "server.log");
}
