namespace LocalStudio.Servers;

/// <summary>What every server finds in its environment.</summary>
internal static class AppEnvironment
{
    /// <summary>A clean one: nothing of the developer's but the PATH, and what its Python needs to be found.</summary>
    public static Dictionary<string, string> Of(AppFolder folder, string appType, string shell, string? prompt, string? programs)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = string.Join(':', new[] { programs, folder.Programs, path }.OfType<string>()),
            ["HOME"] = folder.Home,
            ["TMPDIR"] = folder.Temp,
            ["LANG"] = "C.UTF-8",
            ["SAGEMAKER_APP_TYPE"] = appType,
        };
        foreach (var (name, value) in ShellProfile.Environment(ShellProfile.Resolve(shell), folder.Home, prompt)) environment[name] = value;
        if (Environment.GetEnvironmentVariable("PYENV_ROOT") is { } pyenvRoot) environment["PYENV_ROOT"] = pyenvRoot;
        return environment;
    }
}
