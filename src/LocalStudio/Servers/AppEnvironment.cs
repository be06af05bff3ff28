using LocalStudio.Jupyter;
using LocalStudio.Studio;

namespace LocalStudio.Servers;

/// <summary>What every server finds in its environment: what Studio's image and platform set, and nothing of the developer's but the PATH.</summary>
internal static class AppEnvironment
{
    private const string DebianPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <param name="folder">The app's folders.</param>
    /// <param name="app">The app.</param>
    /// <param name="options">What the developer has chosen.</param>
    /// <param name="hasOwnImage">Whether the app's system isn't this machine's.</param>
    public static Dictionary<string, string> Of(AppFolder folder, App app, JupyterOptions options, bool hasOwnImage)
    {
        var path = hasOwnImage ? DebianPath : Environment.GetEnvironmentVariable("PATH") ?? DebianPath;
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = string.Join(':', new[] { options.Programs, folder.InApp.Programs, path }.OfType<string>()),
            ["HOME"] = folder.InApp.Home,
            ["USER"] = folder.IsIsolated ? "sagemaker-user" : Environment.UserName,
            ["LANG"] = "C.UTF-8",
            ["EDITOR"] = "nano",
            ["AWS_REGION"] = Arns.Region,
            ["AWS_DEFAULT_REGION"] = Arns.Region,
            ["REGION_NAME"] = Arns.Region,
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = $"/_sagemaker-instance-credentials/{new string('0', 64)}",
            ["AWS_ACCOUNT_ID"] = Arns.AccountId,
            ["SAGEMAKER_APP_TYPE"] = app.Key.AppType,
            ["SAGEMAKER_APP_TYPE_LOWERCASE"] = app.Key.AppType.ToLowerInvariant(),
            ["SAGEMAKER_DOMAIN_ID"] = app.Key.DomainId,
            ["SAGEMAKER_LOGGING_DIR"] = "/var/log/sagemaker/",
            ["STUDIO_LOGGING_DIR"] = "/var/log/studio/",
        };

        // A folder of temporary files is /tmp in Studio, and nobody is told. Without a file system of its own the app has to be kept off this machine's.
        if (!folder.IsIsolated) environment["TMPDIR"] = folder.InApp.Temp;
        if (app.Key.SpaceName is { } space) environment["SAGEMAKER_SPACE_NAME"] = space;
        if (app.OwnerUserProfileName is { } owner) environment["SAGEMAKER_USER_PROFILE_NAME"] = owner;
        if (app.SharingType is { } sharingType) environment["SAGEMAKER_SPACE_TYPE_LOWERCASE"] = sharingType.ToLowerInvariant();
        foreach (var (name, value) in ShellProfile.Environment(ShellProfile.Resolve(options.Shell), folder.InApp.Home, options.Prompt)) environment[name] = value;
        if (Environment.GetEnvironmentVariable("PYENV_ROOT") is { } pyenvRoot && !hasOwnImage) environment["PYENV_ROOT"] = pyenvRoot;
        foreach (var (name, value) in options.Environment) environment[name] = value;
        return environment;
    }
}
