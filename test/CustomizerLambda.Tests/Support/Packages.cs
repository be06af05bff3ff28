using System.Text;
using CustomizerLambda.Events;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Tests.Support;

/// <summary>Set-up packages from text.</summary>
internal static class Packages
{
    public const string AppType = "JupyterLab";

    /// <summary>The user profile whose app it is.</summary>
    public const string Owner = "alice";

    /// <summary>Her app.</summary>
    public static StudioApp App { get; } = StudioApp.TryCreate("d-abcdefghijkl", null, "alice-lab", AppType, "default", out _)!;

    /// <summary>What comes of a package in her app.</summary>
    public static RunPlan PlanOf(SetupPackage package) => RunPlan.For(package, App, Owner);

    /// <summary>A package of these files, by path.</summary>
    public static SetupPackage Of(params (string Path, string Content)[] files) =>
        new(Files(files));

    /// <summary>Such files, as a package takes them; what begins like a program is executable.</summary>
    public static Dictionary<string, SetupFile> Files(params (string Path, string Content)[] files) =>
        files.ToDictionary(file => file.Path, file => SetupFile.WithoutMode(() => new MemoryStream(Encoding.UTF8.GetBytes(file.Content))));

    /// <summary>A package of commands 10-1.sh, 11-2.sh, … in every-app/.</summary>
    public static SetupPackage OfCommands(params string[] scripts) =>
        Of([.. scripts.Select((script, index) => ($"every-app/{10 + index}-{1 + index}.sh", script))]);
}
