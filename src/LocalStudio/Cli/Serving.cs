using LocalStudio.Studio;
using Spectre.Console;

namespace LocalStudio.Cli;

/// <summary>Keeps LocalStudio up, and shows what happens.</summary>
internal sealed class Serving(StudioHost studio, Terminal terminal, LiveDisplay display)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        terminal.Print(Usage());
        try
        {
            await foreach (var happened in studio.Events.ReadAllAsync(cancellationToken)) display.Show(happened);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how this ends.
        }
    }

    private static string Spaces() => string.Join(", ",
        from sharingType in (string[])[Space.Private, Space.Shared]
        from appType in (string[])[AppTypes.JupyterLab, AppTypes.CodeEditor]
        select $"{FirstDomain.SpaceName(appType, sharingType)} ({sharingType.ToLowerInvariant()})");

    private string Usage()
    {
        var api = studio.ApiUrl.GetLeftPart(UriPartial.Authority);
        var aws = $"AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws --region us-east-1 --endpoint-url {api} sagemaker";
        return $"""

            SageMaker's API is at {api}, Studio's front door at {studio.FrontDoorUrl.GetLeftPart(UriPartial.Authority)}. There are a domain, {studio.DomainId},
            the user profiles {StudioHost.DefaultUserProfileName} and {StudioHost.SecondUserProfileName}, and the first one's spaces for JupyterLab and CodeEditor: {Spaces()}.
            Start an app, which starts the function:

              {aws} create-app --domain-id {studio.DomainId} --space-name {StudioHost.DefaultSpaceName} --app-type JupyterLab --app-name default

            and open it in a browser by the URL from:

              {aws} create-presigned-domain-url --domain-id {studio.DomainId} --user-profile-name {StudioHost.DefaultUserProfileName} --space-name {StudioHost.DefaultSpaceName}

            Ctrl-C ends it.

            """;
    }
}
