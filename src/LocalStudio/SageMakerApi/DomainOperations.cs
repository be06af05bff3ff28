using System.Text.Json.Nodes;
using LocalStudio.Faults;
using LocalStudio.Studio;

namespace LocalStudio.SageMakerApi;

/// <summary>CreateDomain, DescribeDomain, ListDomains.</summary>
internal sealed class DomainOperations(StudioState state, FaultSettings faults, Func<Uri> frontDoor)
{
    public JsonObject Create(ApiCall call)
    {
        var domain = new Domain(StudioState.NewDomainId(), call.Required("DomainName"), DateTimeOffset.UtcNow) { AuthMode = call.Required("AuthMode") };
        state.Add(domain);
        return new JsonObject { ["DomainArn"] = domain.Arn, ["DomainId"] = domain.Id, ["Url"] = frontDoor().ToString() };
    }

    public JsonObject Describe(ApiCall call)
    {
        var domain = Find(state, call);
        return new JsonObject
        {
            ["DomainArn"] = domain.Arn,
            ["DomainId"] = domain.Id,
            ["DomainName"] = domain.Name,
            ["Status"] = "InService",
            ["CreationTime"] = Output.Timestamp(domain.CreatedAt),
            ["LastModifiedTime"] = Output.Timestamp(domain.CreatedAt),
            ["AuthMode"] = AuthMode(domain, faults),
            ["AppNetworkAccessType"] = "PublicInternetOnly",
            ["DefaultUserSettings"] = new JsonObject { ["ExecutionRole"] = $"arn:aws:iam::{Arns.AccountId}:role/StudioExecutionRole" },
            ["Url"] = frontDoor().ToString(),
        };
    }

    public JsonObject List(ApiCall call) => Listing.Page(call, "Domains", state.Domains, domain => domain.CreatedAt, domain => new JsonObject
    {
        ["DomainArn"] = domain.Arn,
        ["DomainId"] = domain.Id,
        ["DomainName"] = domain.Name,
        ["Status"] = "InService",
        ["CreationTime"] = Output.Timestamp(domain.CreatedAt),
        ["LastModifiedTime"] = Output.Timestamp(domain.CreatedAt),
        ["Url"] = frontDoor().ToString(),
    });

    internal static string AuthMode(Domain domain, FaultSettings faults) => faults.DomainIsSso ? Domain.SignInByIdentityCenter : domain.AuthMode;

    internal static Domain Find(StudioState state, ApiCall call)
    {
        var domainId = call.Required("DomainId");
        return state.FindDomain(domainId) ?? throw ApiException.NotFound($"Domain with id [{domainId}] does not exist");
    }
}
