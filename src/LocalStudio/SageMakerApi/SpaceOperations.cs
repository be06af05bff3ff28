using System.Text.Json.Nodes;
using LocalStudio.Faults;
using LocalStudio.Studio;

namespace LocalStudio.SageMakerApi;

/// <summary>CreateSpace, DescribeSpace, ListSpaces, DeleteSpace.</summary>
internal sealed class SpaceOperations(StudioState state, FaultSettings faults, Func<Uri> frontDoor)
{
    public JsonObject Create(ApiCall call)
    {
        var domain = DomainOperations.Find(state, call);
        var owner = (string?)call.Structure("OwnershipSettings")?["OwnerUserProfileName"];
        var sharing = (string?)call.Structure("SpaceSharingSettings")?["SharingType"];
        if (owner is null != (sharing is null)) throw ApiException.Invalid("OwnershipSettings and SpaceSharingSettings must be given together.");
        if (owner is not null) UserProfileOperations.Find(state, call, owner);
        var space = new Space(domain.Id, call.Required("SpaceName"), DateTimeOffset.UtcNow)
        {
            OwnerUserProfileName = owner,
            SharingType = sharing ?? Space.Shared,
            DisplayName = call.Optional("SpaceDisplayName"),
            Settings = call.Structure("SpaceSettings")?.DeepClone().AsObject() ?? [],
        };
        if (state.FindUserProfile(domain.Id, space.Name) is not null) throw ApiException.Invalid("User Profile already exists with the same name");
        if (!state.TryAdd(space)) throw ApiException.InUse($"Space already exists with the same name [{space.Name}]");
        TagOperations.Add(state, space.Arn, call);
        return new JsonObject { ["SpaceArn"] = space.Arn };
    }

    public JsonObject Describe(ApiCall call)
    {
        var space = Find(call);
        return Output.Compact(new JsonObject
        {
            ["DomainId"] = space.DomainId,
            ["SpaceArn"] = space.Arn,
            ["SpaceName"] = space.Name,
            ["Status"] = "InService",
            ["CreationTime"] = Output.Timestamp(space.CreatedAt),
            ["LastModifiedTime"] = Output.Timestamp(space.CreatedAt),
            ["SpaceSettings"] = space.Settings.DeepClone(),
            ["OwnershipSettings"] = Ownership(space),
            ["SpaceSharingSettings"] = new JsonObject { ["SharingType"] = space.SharingType },
            ["SpaceDisplayName"] = space.DisplayName,
            ["Url"] = $"{frontDoor().GetLeftPart(UriPartial.Authority)}{AppTypes.BasePath((string?)space.Settings["AppType"] ?? AppTypes.JupyterLab)}",
        });
    }

    public JsonObject List(ApiCall call)
    {
        var matching = state.Spaces.Where(space =>
            (call.Optional("DomainIdEquals") ?? space.DomainId) == space.DomainId && Listing.Contains(space.Name, call.Optional("SpaceNameContains")));
        return Listing.Page(call, "Spaces", matching, space => space.CreatedAt, space => Output.Compact(new JsonObject
        {
            ["DomainId"] = space.DomainId,
            ["SpaceName"] = space.Name,
            ["Status"] = "InService",
            ["CreationTime"] = Output.Timestamp(space.CreatedAt),
            ["LastModifiedTime"] = Output.Timestamp(space.CreatedAt),
            ["SpaceSharingSettingsSummary"] = new JsonObject { ["SharingType"] = space.SharingType },
            ["OwnershipSettingsSummary"] = Ownership(space),
            ["SpaceDisplayName"] = space.DisplayName,
        }));
    }

    public JsonObject? Delete(ApiCall call)
    {
        var space = Find(call);
        return state.TryRemove(space) ? null : throw ApiException.InUse($"Unable to delete Space [{space.Arn}] because it contains an App. Delete its apps first.");
    }

    private JsonObject? Ownership(Space space) =>
        space.OwnerUserProfileName is null || faults.SpaceWithoutOwner ? null : new JsonObject { ["OwnerUserProfileName"] = space.OwnerUserProfileName };

    private Space Find(ApiCall call)
    {
        var domain = DomainOperations.Find(state, call);
        var name = call.Required("SpaceName");
        return state.FindSpace(domain.Id, name) ?? throw ApiException.NotFound($"Space [{name}] does not exist in Domain [{domain.Id}]");
    }
}
