using System.Globalization;
using LocalStudio.Studio;

namespace LocalStudio.Lambda;

/// <summary>The variables of a function's process: Lambda's own and those of its configuration, nothing of the developer's.</summary>
internal static class FunctionEnvironment
{
    /// <summary>Tells the function's calls of an API from others'.</summary>
    public const string AccessKeyId = "ASIALOCALFUNCTION000";

    public static IReadOnlyDictionary<string, string> Of(FunctionConfiguration configuration, Uri runtimeApi, string logStream, string home)
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin",
            ["HOME"] = home,
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi.Authority,
            ["AWS_LAMBDA_FUNCTION_NAME"] = Arns.FunctionName,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = configuration.MemorySize.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{Arns.FunctionName}",
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = logStream,
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_EXECUTION_ENV"] = "AWS_Lambda_dotnet10",
            ["_HANDLER"] = "CustomizerLambda",
            ["LAMBDA_TASK_ROOT"] = configuration.Package,
            ["AWS_REGION"] = Arns.Region,
            ["AWS_DEFAULT_REGION"] = Arns.Region,
            ["AWS_ACCESS_KEY_ID"] = AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = "not-a-secret",
            ["AWS_SESSION_TOKEN"] = "not-a-secret",
            ["DOTNET_NOLOGO"] = "1",
        };
        if (System.Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } dotnetRoot) environment["DOTNET_ROOT"] = dotnetRoot;
        foreach (var (name, value) in configuration.Environment) environment[name] = value;
        return environment;
    }
}
