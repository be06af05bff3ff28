using CustomizerLambda.Events;

namespace CustomizerLambda.Setup;

/// <summary>What one app start comes to: its commands in the order of their names, and which of them aren't for this app.</summary>
/// <param name="Commands">The commands of the app's type.</param>
/// <param name="Files">The files that travel along: their path under the delivered folder, and what they are.</param>
/// <param name="PackageDigest">Which set-up commands these are.</param>
internal sealed record RunPlan(IReadOnlyList<PlannedCommand> Commands, IReadOnlyList<(string Path, SetupFile File)> Files, string PackageDigest)
{
    /// <param name="package">What is built in.</param>
    /// <param name="app">The app that starts.</param>
    /// <param name="owner">The user profile whose app it is.</param>
    public static RunPlan For(SetupPackage package, StudioApp app, string owner) => new(
        [.. package.CommandsFor(app.AppType).Select(command => new PlannedCommand(command, command.Directives.Targets.Mismatch(app, owner)))],
        [.. package.FilesFor(app.AppType)],
        package.Digest);
}

/// <summary>One command of a plan.</summary>
/// <param name="Command">The command.</param>
/// <param name="NotFor">The directive that says that it isn't for this app, such as <c>profiles=ds-*</c>; null when it runs.</param>
internal sealed record PlannedCommand(SetupCommand Command, string? NotFor);
