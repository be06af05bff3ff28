using Spectre.Console;

namespace LocalStudio.Cli;

/// <summary>Keeps LocalStudio up, and shows what happens.</summary>
internal sealed class Serving(StudioHost studio, Terminal terminal, LiveDisplay display)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        terminal.Out.WriteLine(Usage());
        try
        {
            await foreach (var happened in studio.Events.ReadAllAsync(cancellationToken)) display.Show(happened);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how this ends.
        }
    }

    private string Usage()
    {
        var api = studio.ApiUrl.GetLeftPart(UriPartial.Authority);
        var aws = $"AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws --region us-east-1 --endpoint-url {api} sagemaker";
        return $"""

            SageMaker's API is at {api}, Studio's front door at {studio.FrontDoorUrl.GetLeftPart(UriPartial.Authority)}. There are a domain, {studio.DomainId},
            a user profile, {StudioHost.DefaultUserProfileName}, and her space, {StudioHost.DefaultSpaceName}. Start an app, which starts the function:

              {aws} create-app --domain-id {studio.DomainId} --space-name {StudioHost.DefaultSpaceName} --app-type JupyterLab --app-name default

            and open it in a browser by the URL from:

              {aws} create-presigned-domain-url --domain-id {studio.DomainId} --user-profile-name {StudioHost.DefaultUserProfileName} --space-name {StudioHost.DefaultSpaceName}

            Ctrl-C ends it.

            """;
    }
}
