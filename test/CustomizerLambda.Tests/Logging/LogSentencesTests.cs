using System.Reflection;
using CustomizerLambda.Hosting;
using CustomizerLambda.Logging;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Tests.Logging;

/// <summary>What holds for every sentence of Log.cs, also for those to come.</summary>
public sealed class LogSentencesTests
{
    private static readonly List<MethodInfo> Sentences =
        [.. typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null)];

    [Fact]
    public void None_takes_what_could_hold_a_secret()
    {
        Assert.NotEmpty(Sentences);
        foreach (var parameter in Sentences.SelectMany(method => method.GetParameters()))
        {
            Assert.False(
                parameter.ParameterType == typeof(Uri) || typeof(Exception).IsAssignableFrom(parameter.ParameterType) || parameter.ParameterType == typeof(object),
                $"{parameter.Member.Name} takes {parameter.ParameterType.Name} {parameter.Name}");
            Assert.DoesNotMatch("(?i)url|uri|token|cookie|header", parameter.Name!);
        }
    }

    [Fact]
    public void No_field_has_the_name_of_one_that_every_line_has()
    {
        string[] keys =
        [
            "timestamp", "level", "message", "service", "exception",
            .. LogFields.Of(new LambdaContext("", "", default, null, IsColdStart: false)).Select(field => field.Key), "run_id", "domain_id", "space_name", "user_profile_name", "app_type",
        ];
        var fields = Sentences.SelectMany(method => method.GetParameters()).Where(parameter => parameter.ParameterType != typeof(LogLevel)).Select(parameter => parameter.Name!);
        Assert.Empty(fields.Intersect(keys));
    }

    [Fact]
    public void Every_exception_of_ours_is_one_of_the_family_and_takes_no_URL()
    {
        var exceptions = typeof(Log).Assembly.GetTypes().Where(type => typeof(Exception).IsAssignableFrom(type)).ToList();
        Assert.NotEmpty(exceptions);
        Assert.All(exceptions, type => Assert.True(typeof(CustomizerException).IsAssignableFrom(type), type.Name));
        Assert.DoesNotContain(exceptions.SelectMany(type => type.GetConstructors()).SelectMany(constructor => constructor.GetParameters()), parameter => parameter.ParameterType == typeof(Uri));
    }
}
