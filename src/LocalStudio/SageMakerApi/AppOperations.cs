using System.Text.Json.Nodes;
using LocalStudio.Studio;

namespace LocalStudio.SageMakerApi;

/// <summary>CreateApp, DescribeApp, ListApps, DeleteApp.</summary>
internal sealed class AppOperations(StudioState state, AppLifecycle lifecycle)
{
    public JsonObject Create(ApiCall call)
    {
        var key = Key(call);
        Check(call, key);
        var space = key.SpaceName is null ? null : state.FindSpace(key.DomainId, key.SpaceName)!;
        var app = new App(key)
        {
            ResourceSpec = call.Structure("ResourceSpec")?.DeepClone().AsObject(),
            RecoveryMode = (bool?)call.Input["RecoveryMode"] ?? false,
            SharingType = space?.SharingType,
            OwnerUserProfileName = space is null ? key.UserProfileName : space.OwnerUserProfileName,
        };
        if (!state.TryAdd(app)) throw ApiException.InUse($"App with name [{key.AppName}] and type [{key.AppType}] already exists");
        lifecycle.Start(app);
        return new JsonObject { ["AppArn"] = app.Arn };
    }

    public JsonObject Describe(ApiCall call)
    {
        var app = Find(call);
        var output = Summary(app);
        output["AppArn"] = app.Arn;
        output["RecoveryMode"] = app.RecoveryMode;
        if (app.InServiceAt is { } inServiceAt) output["LastHealthCheckTimestamp"] = Output.Timestamp(inServiceAt);
        if (app.FailureReason is { } reason) output["FailureReason"] = reason;
        return output;
    }

    public JsonObject List(ApiCall call)
    {
        var (profile, space) = (call.Optional("UserProfileNameEquals"), call.Optional("SpaceNameEquals"));
        if (profile is not null && space is not null) throw ApiException.Invalid("Only one of UserProfileNameEquals and SpaceNameEquals may be given.");
        var matching = state.Apps.Where(app =>
            (call.Optional("DomainIdEquals") ?? app.Key.DomainId) == app.Key.DomainId
            && (profile is null || app.Key.UserProfileName == profile)
            && (space is null || app.Key.SpaceName == space));
        return Listing.Page(call, "Apps", matching, app => app.CreatedAt, Summary);
    }

    public JsonObject? Delete(ApiCall call)
    {
        var app = Find(call);
        if (app.Status is AppStatus.Deleting or AppStatus.Deleted) throw NotUsable(app.Key);
        lifecycle.Delete(app);
        return null;
    }

    private void Check(ApiCall call, AppKey key)
    {
        if (key.UserProfileName is { } profile) UserProfileOperations.Find(state, call, profile);
        if (key.SpaceName is { } space && state.FindSpace(key.DomainId, space) is null)
        {
            throw ApiException.NotFound($"Space [{space}] does not exist in Domain [{key.DomainId}]");
        }

        if (!AppTypes.NeedsSpace(key.AppType)) return;
        if (key.SpaceName is null) throw ApiException.Invalid($"App type [{key.AppType}] must be created in a Space: give a SpaceName.");
        if (key.AppName != "default") throw ApiException.Invalid($"App of type [{key.AppType}] must be named default");
    }

    private AppKey Key(ApiCall call)
    {
        DomainOperations.Find(state, call);
        var (profile, space) = (call.Optional("UserProfileName"), call.Optional("SpaceName"));
        if (profile is null == space is null) throw ApiException.Invalid("Exactly one of UserProfileName and SpaceName must be given.");
        return new AppKey(call.Required("DomainId"), profile, space, call.Required("AppType"), call.Required("AppName"));
    }

    private App Find(ApiCall call)
    {
        var key = Key(call);
        return state.FindApp(key) ?? throw NotUsable(key);
    }

    /// <summary>In AWS's own words.</summary>
    private static ApiException NotUsable(AppKey key) => ApiException.NotFound(
        $"App [{key.AppName}] associated with space [{key.SpaceName ?? "null"}] and userprofile [{key.UserProfileName ?? "null"}] is not found or in unusable state. "
        + "Please try again after making sure that the app is created and InService");

    private static JsonObject Summary(App app) => Output.Compact(new JsonObject
    {
        ["DomainId"] = app.Key.DomainId,
        ["UserProfileName"] = app.Key.UserProfileName,
        ["SpaceName"] = app.Key.SpaceName,
        ["AppType"] = app.Key.AppType,
        ["AppName"] = app.Key.AppName,
        ["Status"] = app.Status.ToString(),
        ["CreationTime"] = Output.Timestamp(app.CreatedAt),
        ["ResourceSpec"] = app.ResourceSpec?.DeepClone(),
    });
}
