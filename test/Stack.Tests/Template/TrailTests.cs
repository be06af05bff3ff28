using System.Text.Json.Nodes;

namespace Stack.Tests.Template;

/// <summary>The trail that the stack makes where the account has none.</summary>
public sealed class TrailTests
{
    private static readonly (string, string) Make = ("CreateTrail", "true");
    private static readonly (string, string) Key = ("KmsKeyArn", "arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d");

    [Fact]
    public void By_default_there_is_none() =>
        Assert.DoesNotContain(new DeployedStack().Resources, resource => resource.Key.StartsWith("Trail", StringComparison.Ordinal));

    [Fact]
    public void It_logs_writes_of_this_region_and_nothing_else()
    {
        var trail = new DeployedStack(Make)["Trail"];

        Assert.Equal((false, false, true), (Flag(trail["IsMultiRegionTrail"]), Flag(trail["IncludeGlobalServiceEvents"]), Flag(trail["IsLogging"])));
        var selector = Assert.Single(trail["EventSelectors"]!.AsArray())!;
        Assert.Equal("WriteOnly", selector["ReadWriteType"]!.GetValue<string>());
        Assert.Null(selector["DataResources"]);
    }

    [Fact]
    public void Its_bucket_refuses_the_public_and_plain_HTTP_and_forgets()
    {
        var stack = new DeployedStack(Make, ("TrailRetentionInDays", "7"));
        var bucket = stack["TrailBucket"];

        Assert.All(bucket["PublicAccessBlockConfiguration"]!.AsObject(), setting => Assert.True(Flag(setting.Value)));
        Assert.Equal("7", bucket["LifecycleConfiguration"]!["Rules"]![0]!["ExpirationInDays"]!.ToString());
        var denied = stack["TrailBucketPolicy"]["PolicyDocument"]!["Statement"]!.AsArray().Single(statement => statement!["Effect"]!.ToString() == "Deny")!;
        Assert.Equal(("*", "s3:*", "false"), (denied["Principal"]!.ToString(), denied["Action"]!.ToString(), denied["Condition"]!["Bool"]!["aws:SecureTransport"]!.ToString()));
    }

    [Fact]
    public void A_key_encrypts_its_files_and_the_log()
    {
        var stack = new DeployedStack(Make, Key);
        var encryption = stack["TrailBucket"]["BucketEncryption"]!["ServerSideEncryptionConfiguration"]![0]!["ServerSideEncryptionByDefault"]!;

        Assert.Equal(("aws:kms", Key.Item2), (encryption["SSEAlgorithm"]!.ToString(), encryption["KMSMasterKeyID"]!.ToString()));
        Assert.Equal(Key.Item2, stack["Trail"]["KMSKeyId"]!.ToString());
        Assert.Equal(Key.Item2, stack["CustomizerLogGroup"]["KmsKeyId"]!.ToString());
    }

    [Fact]
    public void Without_a_key_AWS_encrypts_with_its_own()
    {
        var stack = new DeployedStack(Make);
        var encryption = stack["TrailBucket"]["BucketEncryption"]!["ServerSideEncryptionConfiguration"]![0]!["ServerSideEncryptionByDefault"]!;

        Assert.Equal("AES256", encryption["SSEAlgorithm"]!.ToString());
        Assert.Null(stack["Trail"]["KMSKeyId"]);
    }

    private static bool Flag(JsonNode? node) => node!.GetValue<bool>();
}
