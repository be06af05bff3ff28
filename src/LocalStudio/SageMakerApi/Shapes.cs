using LocalStudio.Studio;

namespace LocalStudio.SageMakerApi;

/// <summary>The operations' inputs, as SageMaker's API model has them.</summary>
internal static class Shapes
{
    private static readonly Constraint DomainId = new Constraint.Text("d-(-*[a-z0-9]){1,61}", 63);
    private static readonly Constraint Name = new Constraint.Text("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", 63);
    private static readonly Constraint AppType = new Constraint.Enumeration(AppTypes.All);
    private static readonly Constraint SharingType = new Constraint.Enumeration([Space.Private, Space.Shared]);
    private static readonly Constraint SortOrder = new Constraint.Enumeration(["Ascending", "Descending"]);
    private static readonly Constraint SortBy = new Constraint.Enumeration(["CreationTime", "LastModifiedTime"]);
    private static readonly Constraint ImageArn = new Constraint.Text(@"arn:aws(-[\w]+)*:sagemaker:.+:[0-9]{12}:image/[a-zA-Z0-9]([-.]?[a-zA-Z0-9])*", 256);
    private static readonly Constraint LifecycleConfigArn = new Constraint.Text(@"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:studio-lifecycle-config/.*|None)", 256);
    private static readonly Constraint ResourceArn = new Constraint.Text(@"arn:.*", 256);
    private static readonly Constraint Tags = new Constraint.Items(50, "Key", "Value");
    private static readonly Member[] Page = [new("NextToken", new Constraint.Text(null, 8192)), new("MaxResults", new Constraint.Range(1, 100))];

    private static readonly Member[] AppName =
    [
        new("DomainId", DomainId, IsRequired: true),
        new("UserProfileName", Name),
        new("SpaceName", Name),
        new("AppType", AppType, IsRequired: true),
        new("AppName", Name, IsRequired: true),
    ];

    private static readonly Member[] SpaceName = [new("DomainId", DomainId, IsRequired: true), new("SpaceName", Name, IsRequired: true)];

    public static Shape CreateApp { get; } = new(
    [
        .. AppName,
        new("ResourceSpec.SageMakerImageArn", ImageArn),
        new("ResourceSpec.LifecycleConfigArn", LifecycleConfigArn),
        new("RecoveryMode", new Constraint.Flag()),
    ]);

    public static Shape App { get; } = new(AppName);

    public static Shape ListApps { get; } = new(
    [
        .. Page,
        new("SortOrder", SortOrder),
        new("SortBy", new Constraint.Enumeration(["CreationTime"])),
        new("DomainIdEquals", DomainId),
        new("UserProfileNameEquals", Name),
        new("SpaceNameEquals", Name),
    ]);

    public static Shape CreateSpace { get; } = new(
    [
        .. SpaceName,
        new("SpaceSettings.AppType", AppType),
        new("OwnershipSettings.OwnerUserProfileName", Name, IsRequired: true),
        new("SpaceSharingSettings.SharingType", SharingType, IsRequired: true),
        new("SpaceDisplayName", new Constraint.Text(@"(?!\s*$).+", 64)),
    ]);

    public static Shape ASpace { get; } = new(SpaceName);

    public static Shape ListSpaces { get; } = new(
        [.. Page, new("SortOrder", SortOrder), new("SortBy", SortBy), new("DomainIdEquals", DomainId), new("SpaceNameContains", Name)]);

    public static Shape AUserProfile { get; } = new([new("DomainId", DomainId, IsRequired: true), new("UserProfileName", Name, IsRequired: true)]);

    public static Shape ListUserProfiles { get; } = new(
        [.. Page, new("SortOrder", SortOrder), new("SortBy", SortBy), new("DomainIdEquals", DomainId), new("UserProfileNameContains", Name)]);

    public static Shape CreateDomain { get; } = new(
    [
        new("DomainName", Name, IsRequired: true),
        new("AuthMode", new Constraint.Enumeration([Domain.SignInByIdentityCenter, Domain.SignInByIam]), IsRequired: true),
        new("DefaultUserSettings", new Constraint.Structure(), IsRequired: true),
    ]);

    public static Shape ADomain { get; } = new([new("DomainId", DomainId, IsRequired: true)]);

    public static Shape ListDomains { get; } = new(Page);

    public static Shape ListTags { get; } = new([new("ResourceArn", ResourceArn, IsRequired: true), new("NextToken", new Constraint.Text(null, 8192)), new("MaxResults", new Constraint.Range(50, int.MaxValue))]);

    public static Shape AddTags { get; } = new([new("ResourceArn", ResourceArn, IsRequired: true), new("Tags", Tags, IsRequired: true)]);

    public static Shape DeleteTags { get; } = new([new("ResourceArn", ResourceArn, IsRequired: true), new("TagKeys", new Constraint.Items(50), IsRequired: true)]);

    public static Shape CreatePresignedDomainUrl { get; } = new(
    [
        .. AUserProfile.Members,
        new("SpaceName", Name),
        new("ExpiresInSeconds", new Constraint.Range(5, 300)),
        new("SessionExpirationDurationInSeconds", new Constraint.Range(1800, 43200)),
        new("LandingUri", new Constraint.Text(null, 1023)),
    ]);
}
