using CustomizerLambda.SelfTest;

namespace CustomizerLambda.Tests.SelfTest;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("https://abc123def456ghi.studio.eu-west-1.sagemaker.aws/auth?token=eyJhbGciOi", "https://*.studio.eu-west-1.sagemaker.aws/auth?token=*")]
    [InlineData("https://d-abcdefghijkl.studio.us-gov-west-1.sagemaker.aws/jupyter/default/lab", "https://*.studio.us-gov-west-1.sagemaker.aws/jupyter/default/lab")]
    [InlineData("https://x.studio.cn-north-1.sagemaker.com.cn/", "https://*.studio.cn-north-1.sagemaker.com.cn/")]
    [InlineData("https://a.b.studio.eu-west-1.sagemaker.aws/jupyterlab/alice-lab/", "https://*.studio.eu-west-1.sagemaker.aws/jupyterlab/*/")]
    [InlineData("wss://x.studio.eu-west-1.sagemaker.aws/jupyterlab/default/terminals/websocket/7", "wss://*.studio.eu-west-1.sagemaker.aws/jupyterlab/default/terminals/websocket/*")]
    [InlineData("https://eu-west-1.signin.aws.amazon.com/oauth?client_id=arn%3Aaws&state=x&a1=2", "https://eu-west-1.signin.aws.amazon.com/oauth?client_id=*&state=*&*=*")]
    [InlineData("https://111122223333.signin.aws.amazon.com/", "https://*/")]
    [InlineData("https://alice.example.com/alice?alice@example.com", "https://*/*?*=*")]
    [InlineData("https://x.studio.eu-west-1.sagemaker.aws/auth?SECRET", "https://*.studio.eu-west-1.sagemaker.aws/auth?*=*")]
    [InlineData("https://10.1.2.3:8443/a", "https://address/*")]
    [InlineData("http://127.0.0.1:4601/api/status", "http://loopback/api/status")]
    [InlineData("https://studio.eu-west-1.sagemaker.aws.example.com/", "https://*/")]
    public void An_address_keeps_what_is_the_same_for_everybody(string address, string redacted) => Assert.Equal(redacted, Redaction.Address(new Uri(address)));

    [Theory]
    [InlineData("StudioSessionToken=secret; Path=/; Secure; HttpOnly; SameSite=Lax", "StudioSessionToken=<6 characters>; Path=/; Secure; HttpOnly; SameSite=Lax")]
    [InlineData("_xsrf=2|abc; expires=Mon, 21 Dec 2026 00:00:00 GMT; Path=/jupyterlab/default/", "_xsrf=<5 characters>; Expires; Path=/jupyterlab/default/")]
    [InlineData("a=b; Domain=.studio.eu-west-1.sagemaker.aws; Max-Age=43200", "a=<1 characters>; Domain=.studio.eu-west-1.sagemaker.aws; Max-Age=43200")]
    [InlineData("a=b; Domain=abc.studio.eu-west-1.sagemaker.aws", "a=<1 characters>; Domain=.studio.eu-west-1.sagemaker.aws")]
    [InlineData("a=b; Domain=alice.example.com; Path=/home/alice; Alice=1", "a=<1 characters>; Domain=*; Path=/*/*")]
    [InlineData("username-127-0-0-1-8888=x=y", "*=<3 characters>")]
    [InlineData("", "*=<0 characters>")]
    [InlineData("SECRET; Secure", "*=<6 characters>; Secure")]
    public void A_cookie_keeps_its_name_and_attributes(string header, string redacted) => Assert.Equal(redacted, Redaction.SetCookie(header));

    [Theory]
    [InlineData("TornadoServer/6.2", "TornadoServer")]
    [InlineData("nginx", "nginx")]
    [InlineData("host-17.internal", "*")]
    public void A_server_keeps_its_products_name(string header, string redacted) => Assert.Equal(redacted, Redaction.Server(header));
}
