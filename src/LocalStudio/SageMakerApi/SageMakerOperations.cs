using System.Text.Json.Nodes;
using LocalStudio.Events;
using LocalStudio.Faults;
using LocalStudio.FrontDoor;
using LocalStudio.Studio;

namespace LocalStudio.SageMakerApi;

/// <summary>SageMaker's operations by name: each validates its input, then does its work.</summary>
internal sealed class SageMakerOperations
{
    private readonly Dictionary<string, (Shape Input, Func<ApiCall, JsonObject?> Do)> _operations;
    private readonly FaultSettings _faults;
    private readonly EventBus _events;

    public SageMakerOperations(StudioState state, AppLifecycle lifecycle, FaultSettings faults, FrontDoorServer frontDoor, EventBus events)
    {
        (_faults, _events) = (faults, events);
        var apps = new AppOperations(state, lifecycle);
        var spaces = new SpaceOperations(state, faults, () => frontDoor.Url);
        var userProfiles = new UserProfileOperations(state);
        var domains = new DomainOperations(state, faults, () => frontDoor.Url);
        var tags = new TagOperations(state, faults);
        var presign = new PresignOperation(state, faults, frontDoor);
        _operations = new(StringComparer.Ordinal)
        {
            ["CreateApp"] = (Shapes.CreateApp, apps.Create),
            ["DescribeApp"] = (Shapes.App, apps.Describe),
            ["ListApps"] = (Shapes.ListApps, apps.List),
            ["DeleteApp"] = (Shapes.App, apps.Delete),
            ["CreateSpace"] = (Shapes.CreateSpace, spaces.Create),
            ["DescribeSpace"] = (Shapes.ASpace, spaces.Describe),
            ["ListSpaces"] = (Shapes.ListSpaces, spaces.List),
            ["DeleteSpace"] = (Shapes.ASpace, spaces.Delete),
            ["CreateUserProfile"] = (Shapes.AUserProfile, userProfiles.Create),
            ["DescribeUserProfile"] = (Shapes.AUserProfile, userProfiles.Describe),
            ["ListUserProfiles"] = (Shapes.ListUserProfiles, userProfiles.List),
            ["DeleteUserProfile"] = (Shapes.AUserProfile, userProfiles.Delete),
            ["CreateDomain"] = (Shapes.CreateDomain, domains.Create),
            ["DescribeDomain"] = (Shapes.ADomain, domains.Describe),
            ["ListDomains"] = (Shapes.ListDomains, domains.List),
            ["AddTags"] = (Shapes.AddTags, tags.Add),
            ["ListTags"] = (Shapes.ListTags, tags.List),
            ["DeleteTags"] = (Shapes.DeleteTags, tags.Delete),
            ["CreatePresignedDomainUrl"] = (Shapes.CreatePresignedDomainUrl, presign.Create),
        };
    }

    /// <returns>The output; null for an operation that has none.</returns>
    /// <exception cref="ApiException">The call is refused.</exception>
    public JsonObject? Call(string name, ApiCall call)
    {
        if (!_operations.TryGetValue(name, out var operation))
        {
            throw new ApiException("UnknownOperationException", $"LocalStudio has no operation {name}.");
        }

        var isThrottled = call.ByFunction && name is "DescribeApp" or "DescribeSpace" or "ListApps" or "ListTags" or "CreatePresignedDomainUrl";
        if (isThrottled && _faults.TakeThrottle()) throw new ApiException("ThrottlingException", "Rate exceeded");
        return name == "CreateApp" ? CreateApp(call, operation.Input, operation.Do) : Do(call, operation.Input, operation.Do);
    }

    private static JsonObject? Do(ApiCall call, Shape input, Func<ApiCall, JsonObject?> work)
    {
        input.Validate(call.Input);
        return work(call);
    }

    /// <summary>CloudTrail records the call, whether it is accepted or refused.</summary>
    private JsonObject? CreateApp(ApiCall call, Shape input, Func<ApiCall, JsonObject?> work)
    {
        try
        {
            var output = Do(call, input, work);
            _events.Put(CloudTrailRecord.OfCreateApp(call.Input, (string)output!["AppArn"]!, call.RequestId));
            return output;
        }
        catch (ApiException exception)
        {
            _events.Put(CloudTrailRecord.OfRefusedCreateApp(call.Input, call.RequestId, (exception.Type, exception.Message)));
            throw;
        }
    }
}
