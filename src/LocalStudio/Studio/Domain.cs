namespace LocalStudio.Studio;

/// <summary>A Studio domain.</summary>
internal sealed record Domain(string Id, string Name, DateTimeOffset CreatedAt)
{
    public string Arn => Arns.Of("domain", Id);
}
