namespace LocalStudio.Processes;

/// <summary>The <c>dotnet</c> that runs us: it runs and publishes the function too.</summary>
internal static class DotNetHost
{
    public static string Path { get; } =
        Environment.ProcessPath is { } self && System.IO.Path.GetFileNameWithoutExtension(self) == "dotnet" ? self
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : ExecutablePath.Find("dotnet") ?? throw new SetupException("dotnet isn't on the PATH: install the .NET 10 SDK.");
}
