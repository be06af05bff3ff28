using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Tests;

public sealed class SettingsTests
{
    private const string RuntimeApi = "AWS_LAMBDA_RUNTIME_API";

    [Fact]
    public void Nothing_but_the_Runtime_API_has_to_be_set()
    {
        var settings = Read();
        Assert.Equal(LogLevel.Information, settings.LogLevel);
        Assert.Equal(1024 * 1024, settings.OutputLimitBytes);
        Assert.Equal(TimeSpan.FromHours(2), settings.RunLimit);
        Assert.Null(settings.StudioEndpoint);
        Assert.Equal((true, 100, 0), (settings.Served.IsEnabled, settings.Served.Percentage, settings.Served.Domains.Count));
        Assert.Null(settings.Region);
    }

    [Fact]
    public void Without_the_Runtime_API_there_is_no_function() =>
        Assert.Contains(RuntimeApi, Assert.Throws<InvalidSettingException>(() => Settings.FromEnvironment(_ => null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", "4095")]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", "1073741825")]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", "99999999999999999999")]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", "-4096")]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", "+4096")]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", " 4096")]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", "4,096")]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", "4096.0")]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", "1e5")]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", "0x1000")]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", "1M")]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES", "$(id)")]
    [InlineData("CUSTOMIZER_RUN_LIMIT_MINUTES", "0")]
    [InlineData("CUSTOMIZER_RUN_LIMIT_MINUTES", "1441")]
    [InlineData("CUSTOMIZER_RUN_LIMIT_MINUTES", "2h")]
    [InlineData("CUSTOMIZER_RUN_LIMIT_MINUTES", "two")]
    [InlineData("CUSTOMIZER_RUN_LIMIT_MINUTES", "60\n")]
    [InlineData("CUSTOMIZER_PERCENTAGE", "101")]
    [InlineData("CUSTOMIZER_PERCENTAGE", "-1")]
    [InlineData("CUSTOMIZER_PERCENTAGE", "10%")]
    [InlineData("CUSTOMIZER_PERCENTAGE", "0.5")]
    [InlineData("CUSTOMIZER_ENABLED", "yes")]
    [InlineData("CUSTOMIZER_ENABLED", "0")]
    [InlineData("CUSTOMIZER_ENABLED", "False")]
    [InlineData("CUSTOMIZER_ENABLED", " true")]
    [InlineData("CUSTOMIZER_DOMAINS", "d-abcdefghijkl, d-mnopqrstuvwx")]
    [InlineData("CUSTOMIZER_DOMAINS", "d-abcdefghijkl,")]
    [InlineData("CUSTOMIZER_DOMAINS", ",")]
    [InlineData("CUSTOMIZER_DOMAINS", "*")]
    [InlineData("CUSTOMIZER_DOMAINS", "all")]
    [InlineData("CUSTOMIZER_DOMAINS", "d-abc;touch /tmp/owned")]
    [InlineData("AWS_LAMBDA_LOG_LEVEL", "LOUD")]
    [InlineData("AWS_LAMBDA_LOG_LEVEL", "None")]
    [InlineData("AWS_LAMBDA_LOG_LEVEL", "2")]
    [InlineData("AWS_LAMBDA_LOG_LEVEL", "INFO ")]
    public void A_value_that_cannot_be_used_is_refused_by_name(string name, string value) => AssertRefused(name, value);

    [Theory]
    [InlineData("https://d-abc.studio.eu-west-1.sagemaker.aws")]
    [InlineData("http://example.com")]
    [InlineData("http://10.0.0.1:4601")]
    [InlineData("http://169.254.169.254")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("http://127.0.0.1@example.com")]
    [InlineData("http://127.0.0.1:4601/path")]
    [InlineData("http://127.0.0.1:4601/?q")]
    [InlineData("127.0.0.1:4601")]
    [InlineData("localhost")]
    [InlineData("/")]
    [InlineData("file:///")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://someone:secret@127.0.0.1:4601")]
    [InlineData("http://127.0.0.1:4601#fragment")]
    public void Only_an_origin_on_this_machine_stands_in_for_Studio(string value) => AssertRefused("CUSTOMIZER_STUDIO_ENDPOINT", value);

    [Theory]
    [InlineData("http://127.0.0.1:4601")]
    [InlineData("http://localhost:4601/")]
    [InlineData("https://[::1]:4601")]
    public void A_Studio_on_this_machine_may_be_named(string value) => Assert.Equal(new Uri(value), Read("CUSTOMIZER_STUDIO_ENDPOINT", value).StudioEndpoint);

    [Theory]
    [InlineData("4096", 4096)]
    [InlineData("1073741824", 1073741824)]
    [InlineData("", 1048576)]
    public void A_limit_may_reach_its_own_limits(string value, long bytes) => Assert.Equal(bytes, Read("CUSTOMIZER_OUTPUT_LIMIT_BYTES", value).OutputLimitBytes);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1440", 1440)]
    public void A_run_may_take_a_minute_to_a_day(string value, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Read("CUSTOMIZER_RUN_LIMIT_MINUTES", value).RunLimit);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("100", 100)]
    [InlineData("", 100)]
    public void A_percentage_is_from_none_to_all(string value, int percentage) => Assert.Equal(percentage, Read("CUSTOMIZER_PERCENTAGE", value).Served.Percentage);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("", true)]
    public void It_is_on_unless_it_is_switched_off(string value, bool isEnabled) => Assert.Equal(isEnabled, Read("CUSTOMIZER_ENABLED", value).Served.IsEnabled);

    [Theory]
    [InlineData("", "")]
    [InlineData("d-abcdefghijkl", "d-abcdefghijkl")]
    [InlineData("d-abcdefghijkl,d-mnopqrstuvwx", "d-abcdefghijkl d-mnopqrstuvwx")]
    public void Domains_are_named_by_their_ids(string value, string ids) =>
        Assert.Equal(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(), Read("CUSTOMIZER_DOMAINS", value).Served.Domains);

    [Theory]
    [InlineData("TRACE", 0)]
    [InlineData("DEBUG", 1)]
    [InlineData("debug", 1)]
    [InlineData("INFO", 2)]
    [InlineData("", 2)]
    [InlineData("WARN", 3)]
    [InlineData("ERROR", 4)]
    [InlineData("FATAL", 5)]
    public void A_level_is_one_of_Lambdas(string value, int level) => Assert.Equal((LogLevel)level, Read("AWS_LAMBDA_LOG_LEVEL", value).LogLevel);

    [Fact]
    public void Settings_are_numbers_switches_levels_ids_the_region_and_addresses_and_nothing_that_names_a_command()
    {
        List<string> asked = [];
        _ = Settings.FromEnvironment(name =>
        {
            asked.Add(name);
            return name == RuntimeApi ? "127.0.0.1:9001" : null;
        });
        Assert.Equal(
            [
                "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_LOG_LEVEL", RuntimeApi, "AWS_REGION", "CUSTOMIZER_DOMAINS", "CUSTOMIZER_ENABLED", "CUSTOMIZER_OUTPUT_LIMIT_BYTES",
                "CUSTOMIZER_PERCENTAGE", "CUSTOMIZER_RUN_LIMIT_MINUTES", "CUSTOMIZER_STUDIO_ENDPOINT",
            ],
            asked.Distinct().Order(StringComparer.Ordinal));
    }

    private static void AssertRefused(string name, string value)
    {
        var message = Assert.Throws<InvalidSettingException>(() => Read(name, value)).Message;
        Assert.StartsWith(name, message, StringComparison.Ordinal);
    }

    private static Settings Read(string name = "", string value = "") =>
        Settings.FromEnvironment(asked => asked == name ? value : asked == RuntimeApi ? "127.0.0.1:9001" : null);
}
