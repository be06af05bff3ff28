using System.Text.Json.Nodes;
using LocalStudio.Faults;
using LocalStudio.FrontDoor;
using LocalStudio.Studio;

namespace LocalStudio.SageMakerApi;

/// <summary>CreatePresignedDomainUrl.</summary>
internal sealed class PresignOperation(StudioState state, FaultSettings faults, FrontDoorServer frontDoor)
{
    private const int DefaultExpiresInSeconds = 300;
    private const int DefaultSessionSeconds = 43200;

    public JsonObject Create(ApiCall call)
    {
        var profile = Authorize(call);
        if (DomainOperations.AuthMode(DomainOperations.Find(state, call), faults) != Domain.SignInByIam)
        {
            throw ApiException.Invalid("Domain is in SSO AuthMode. CreatePresignedDomainUrl can only be called when the authentication mode equals IAM.");
        }

        var space = FindSpace(call);
        if (space is { SharingType: Space.Private, OwnerUserProfileName: { } owner } && owner != profile.Name)
        {
            throw ApiException.Invalid($"Space [{space.Name}] is private: user profile [{profile.Name}] is not its owner.");
        }

        var url = frontDoor.SignInUrl(new SignInGrant(profile.DomainId, profile.Name, space?.Name)
        {
            LandingPath = LandingPath(call.Optional("LandingUri"), space),
            ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(call.Number("ExpiresInSeconds") ?? DefaultExpiresInSeconds),
            SessionDuration = TimeSpan.FromSeconds(call.Number("SessionExpirationDurationInSeconds") ?? DefaultSessionSeconds),
        });
        return new JsonObject { ["AuthorizedUrl"] = url };
    }

    private UserProfile Authorize(ApiCall call)
    {
        var name = call.Required("UserProfileName");
        if (faults.PresignDenied)
        {
            var resource = Arns.Of("user-profile", $"{call.Required("DomainId")}/{name}");
            throw new ApiException(
                "AccessDeniedException",
                $"User: arn:aws:sts::{Arns.AccountId}:assumed-role/{Arns.FunctionName}/{Arns.FunctionName} is not authorized to perform: "
                + $"sagemaker:CreatePresignedDomainUrl on resource: {resource} because no identity-based policy allows the sagemaker:CreatePresignedDomainUrl action");
        }

        return faults.UserProfileDeleted ? throw UserProfileOperations.Unknown(call.Required("DomainId"), name) : UserProfileOperations.Find(state, call, name);
    }

    private Space? FindSpace(ApiCall call)
    {
        if (call.Optional("SpaceName") is not { } name) return null;
        return state.FindSpace(call.Required("DomainId"), name)
            ?? throw ApiException.NotFound($"Space [{name}] does not exist in Domain [{call.Required("DomainId")}]");
    }

    /// <summary><c>app:JupyterLab:relative/path</c> leads below the app's base path; everything else here to the app itself.</summary>
    private static string LandingPath(string? landingUri, Space? space)
    {
        if (landingUri?.Split(':', 3) is not ["app", var appType, var path]) return "";
        if (space is null && AppTypes.NeedsSpace(appType))
        {
            throw ApiException.Invalid($"Provided app type {appType} is invalid for provided url type app for personal apps");
        }

        return path.TrimStart('/');
    }
}
