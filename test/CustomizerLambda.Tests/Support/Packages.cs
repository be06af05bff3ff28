using System.Text;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Tests.Support;

/// <summary>Set-up packages from text.</summary>
internal static class Packages
{
    public const string AppType = "JupyterLab";

    /// <summary>A package of these files, by path.</summary>
    public static SetupPackage Of(params (string Path, string Content)[] files) =>
        new(files.ToDictionary(file => file.Path, file => (Func<Stream>)(() => new MemoryStream(Encoding.UTF8.GetBytes(file.Content)))));

    /// <summary>A package of commands 10-1.sh, 11-2.sh, … in every-app/.</summary>
    public static SetupPackage OfCommands(params string[] scripts) =>
        Of([.. scripts.Select((script, index) => ($"every-app/{10 + index}-{1 + index}.sh", script))]);
}
