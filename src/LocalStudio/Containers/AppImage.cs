using System.Text.Json;
using System.Text.Json.Nodes;
using LocalStudio.Servers;
using LocalStudio.Studio;

namespace LocalStudio.Containers;

/// <summary>What an app's file system is made of.</summary>
internal sealed record AppImage
{
    /// <summary>The folder with the whole system; null for this machine's own.</summary>
    public string? Root { get; init; }

    /// <summary>Files that differ from it, or aren't in it: their contents by their paths.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Folders of this machine that the app shares, under their own paths: what it writes there stays.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>This machine, or the system in a folder, with what Studio's image and platform put into it for an app.</summary>
    /// <param name="root">See <see cref="Root"/>.</param>
    /// <param name="app">The app.</param>
    /// <param name="user">The user and group that it runs as, by number.</param>
    /// <param name="volumes">See <see cref="Volumes"/>.</param>
    /// <param name="files">Files of this machine that its programs have to see.</param>
    public static AppImage Of(string? root, App app, string user, IEnumerable<string> volumes, IEnumerable<string> files) => new()
    {
        Root = root,
        Volumes = [.. volumes.Concat(files.Select(HiddenFolder).OfType<string>()).Distinct(StringComparer.Ordinal)],
        Files = new Dictionary<string, string>
        {
            ["/opt/ml/metadata/resource-metadata.json"] = Metadata(app),

            // The first that has the number gives the user its name.
            ["/etc/passwd"] = $"sagemaker-user:x:{user}::{AppPaths.Studio.Home}:/bin/bash\n" + Read((root ?? "") + "/etc/passwd"),

            // Often links into what only this machine's own system has, or mounts.
            ["/etc/resolv.conf"] = Read("/etc/resolv.conf"),
            ["/etc/hosts"] = Read("/etc/hosts"),
        },
    };

    /// <summary>The folder that has a file which a folder of temporary files of its own would take out of the app's sight; null when it stays in sight.</summary>
    private static string? HiddenFolder(string file) => file.Split('/') switch
    {
        ["", "tmp", var name, _, ..] => $"/tmp/{name}",
        ["", "var", "tmp", var name, _, ..] => $"/var/tmp/{name}",
        _ => null,
    };

    /// <summary>As SageMaker writes it: in a space there is no user profile.</summary>
    private static string Metadata(App app) => new JsonObject
    {
        ["AppType"] = app.Key.AppType,
        ["DomainId"] = app.Key.DomainId,
        ["SpaceName"] = app.Key.SpaceName ?? "",
        ["UserProfileName"] = app.Key.UserProfileName ?? "",
        ["ExecutionRoleArn"] = Arns.ExecutionRole,
        ["ResourceArn"] = app.Arn,
        ["ResourceName"] = app.Key.AppName,
        ["AppImageVersion"] = "latest",
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
