using CustomizerLambda.Run;

namespace CustomizerLambda.Tests.Run;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("https://user:hunter2@example.com/x", "https://user:***@example.com/x")]
    [InlineData("pip install --index-url https://aws:eyJ0b2tlbg==@d-1.codeartifact.amazonaws.com/pypi", "pip install --index-url https://aws:***@d-1.codeartifact.amazonaws.com/pypi")]
    [InlineData("https://:ghp_token@github.com", "https://:***@github.com")]
    [InlineData("https://u:p:q@host", "https://u:***@host")]
    [InlineData("git+ssh://git:pw@host/r", "git+ssh://git:***@host/r")]
    [InlineData("id AKIAIOSFODNN7EXAMPLE.", "id AKIA***.")]
    [InlineData("ASIAIOSFODNN7EXAMPLE", "ASIA***")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = ***")]
    [InlineData("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY x", "AWS_SECRET_ACCESS_KEY=*** x")]
    [InlineData("\"SecretAccessKey\": \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\"", "\"SecretAccessKey\": \"***\"")]
    [InlineData("AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjEJr//////////wEaCXVz", "AWS_SESSION_TOKEN=***")]
    [InlineData("\"SessionToken\": \"IQoJb3JpZ2luX2VjEJr//////////wEaCXVz\"", "\"SessionToken\": \"***\"")]
    [InlineData("Authorization: Bearer abcdef.123456-xyz==", "Authorization: Bearer ***")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nafter", "-----BEGIN RSA PRIVATE KEY-----\n***\n-----END RSA PRIVATE KEY-----\nafter")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn", "-----BEGIN OPENSSH PRIVATE KEY-----\n***\n")]
    public void A_known_shape_is_masked(string text, string masked) => Assert.Equal(masked, SecretMask.Apply(text));

    [Theory]
    [InlineData("")]
    [InlineData("Successfully installed team-plots-1.4.0\n")]
    [InlineData("https://example.com:8443/a@b")]
    [InlineData("https://user@example.com")]
    [InlineData("http://localhost:8888/lab?x=1 me@example.com")]
    [InlineData("see AKIA in the docs, or AKIASHORT")]
    [InlineData("the bearer of this")]
    [InlineData("session_token=short")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")]
    [InlineData("ratio 3:4, 12:30, C:\\temp, git@github.com:a/b.git")]
    public void Ordinary_text_is_left_as_it_is(string text) => Assert.Equal(text, SecretMask.Apply(text));

    [Fact]
    public void Every_secret_of_a_text_is_masked_and_the_rest_is_kept()
    {
        var masked = SecretMask.Apply("a https://u:p1@h b https://u:p2@h c AKIAIOSFODNN7EXAMPLE d");
        Assert.Equal("a https://u:***@h b https://u:***@h c AKIA*** d", masked);
    }

    [Fact]
    public void A_megabyte_of_anything_is_masked_in_bounded_time()
    {
        // A pattern that backtracks would take longer than the test may.
        foreach (var unit in (string[])["a", "a:", "://", "https://a:", "Bearer ", "session_token=", "-----BEGIN PRIVATE KEY-----", "AKIA", "+.-"])
        {
            Assert.NotNull(SecretMask.Apply(string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length / 8))));
        }
    }
}
