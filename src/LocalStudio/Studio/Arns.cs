namespace LocalStudio.Studio;

/// <summary>The account and region that LocalStudio plays, and the names of things in it.</summary>
internal static class Arns
{
    public const string Region = "us-east-1";
    public const string AccountId = "111122223333";
    public const string FunctionName = "studio-app-customizer";
    public const string Function = $"arn:aws:lambda:{Region}:{AccountId}:function:{FunctionName}";
    public const string ExecutionRole = $"arn:aws:iam::{AccountId}:role/StudioExecutionRole";

    public static string Of(string type, string resource) => $"arn:aws:sagemaker:{Region}:{AccountId}:{type}/{resource}";
}
