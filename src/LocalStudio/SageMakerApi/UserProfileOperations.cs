using System.Text.Json.Nodes;
using LocalStudio.Studio;

namespace LocalStudio.SageMakerApi;

/// <summary>CreateUserProfile, DescribeUserProfile, ListUserProfiles, DeleteUserProfile.</summary>
internal sealed class UserProfileOperations(StudioState state)
{
    public JsonObject Create(ApiCall call)
    {
        var domain = DomainOperations.Find(state, call);
        var profile = new UserProfile(domain.Id, call.Required("UserProfileName"), DateTimeOffset.UtcNow);
        if (!state.TryAdd(profile)) throw ApiException.InUse($"User Profile or Space already exists with the same name [{profile.Name}]");
        TagOperations.Add(state, profile.Arn, call);
        return new JsonObject { ["UserProfileArn"] = profile.Arn };
    }

    public JsonObject Describe(ApiCall call)
    {
        var profile = Find(state, call, call.Required("UserProfileName"));
        var output = Summary(profile);
        output["UserProfileArn"] = profile.Arn;
        output["UserSettings"] = new JsonObject { ["ExecutionRole"] = $"arn:aws:iam::{Arns.AccountId}:role/StudioExecutionRole" };
        return output;
    }

    public JsonObject List(ApiCall call)
    {
        var matching = state.UserProfiles.Where(profile =>
            (call.Optional("DomainIdEquals") ?? profile.DomainId) == profile.DomainId && Listing.Contains(profile.Name, call.Optional("UserProfileNameContains")));
        return Listing.Page(call, "UserProfiles", matching, profile => profile.CreatedAt, Summary);
    }

    public JsonObject? Delete(ApiCall call)
    {
        var profile = Find(state, call, call.Required("UserProfileName"));
        return state.TryRemove(profile) ? null : throw ApiException.InUse($"Unable to delete UserProfile [{profile.Arn}] because it contains an App. Delete its apps first.");
    }

    internal static UserProfile Find(StudioState state, ApiCall call, string name)
    {
        var domain = DomainOperations.Find(state, call);
        return state.FindUserProfile(domain.Id, name) ?? throw Unknown(domain.Id, name);
    }

    internal static ApiException Unknown(string domainId, string name) => ApiException.NotFound($"UserProfile [{name}] does not exist in Domain [{domainId}]");

    private static JsonObject Summary(UserProfile profile) => new()
    {
        ["DomainId"] = profile.DomainId,
        ["UserProfileName"] = profile.Name,
        ["Status"] = "InService",
        ["CreationTime"] = Output.Timestamp(profile.CreatedAt),
        ["LastModifiedTime"] = Output.Timestamp(profile.CreatedAt),
    };
}
