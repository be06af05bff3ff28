namespace LocalStudio.Studio;

/// <summary>A Studio domain.</summary>
internal sealed record Domain(string Id, string Name, DateTimeOffset CreatedAt)
{
    public const string SignInByIam = "IAM";
    public const string SignInByIdentityCenter = "SSO";

    public string Arn => Arns.Of("domain", Id);

    /// <summary>How its users sign in.</summary>
    public string AuthMode { get; init; } = SignInByIam;
}
