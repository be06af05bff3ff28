using System.Text.Json.Nodes;
using LocalStudio.Faults;
using LocalStudio.Studio;

namespace LocalStudio.SageMakerApi;

/// <summary>AddTags, ListTags, DeleteTags; and the tags that a resource is created with.</summary>
internal sealed class TagOperations(StudioState state, FaultSettings faults)
{
    public JsonObject Add(ApiCall call)
    {
        Add(state, Find(call), call);
        return List(call);
    }

    public JsonObject List(ApiCall call)
    {
        var arn = call.Required("ResourceArn");
        if (call.ByFunction && faults.ListTagsDenied)
        {
            throw new ApiException("AccessDeniedException", $"User: {Arns.Function} is not authorized to perform: sagemaker:ListTags on resource: {arn}");
        }

        var tags = state.Tags.Of(Find(call)).Select(tag => (JsonNode)new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value });
        return new JsonObject { ["Tags"] = new JsonArray([.. tags]) };
    }

    public JsonObject Delete(ApiCall call)
    {
        state.Tags.Remove(Find(call), (call.Input["TagKeys"] as JsonArray ?? []).Select(key => (string)key!));
        return [];
    }

    /// <summary>The tags that a call carries, for the resource that it made, or that it names.</summary>
    internal static void Add(StudioState state, string arn, ApiCall call)
    {
        if (call.Input["Tags"] is not JsonArray tags) return;
        state.Tags.Add(arn, tags.Select(tag => KeyValuePair.Create((string)tag!["Key"]!, (string)tag["Value"]!)));
    }

    private string Find(ApiCall call)
    {
        var arn = call.Required("ResourceArn");
        string[] known = [.. state.Spaces.Select(space => space.Arn), .. state.UserProfiles.Select(profile => profile.Arn), .. state.Domains.Select(domain => Arns.Of("domain", domain.Id))];
        return known.FirstOrDefault(one => string.Equals(one, arn, StringComparison.OrdinalIgnoreCase)) ?? throw ApiException.NotFound($"Resource [{arn}] does not exist");
    }
}
