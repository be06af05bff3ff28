using CustomizerLambda.Studio;

namespace CustomizerLambda.Tests.Studio;

public sealed class StudioHostsTests
{
    [Theory]
    [InlineData("https://d-abc.studio.eu-west-1.sagemaker.aws/auth?token=x")]
    [InlineData("https://abc.studio.eu-west-1.sagemaker.aws")]
    [InlineData("https://a.b.studio.eu-west-1.sagemaker.aws/jupyterlab/default/lab")]
    [InlineData("https://D-ABC.Studio.EU-WEST-1.SageMaker.AWS/")]
    [InlineData("HTTPS://d-abc.studio.eu-west-1.sagemaker.aws:443/")]
    public void A_Studio_host_of_the_region_is_trusted(string url) => Assert.True(new StudioHosts("eu-west-1", null).IsTrusted(new Uri(url)));

    [Theory]
    [InlineData("http://d-abc.studio.eu-west-1.sagemaker.aws/")]
    [InlineData("wss://d-abc.studio.eu-west-1.sagemaker.aws/")]
    [InlineData("https://d-abc.studio.eu-west-1.sagemaker.aws:8443/")]
    [InlineData("https://user@d-abc.studio.eu-west-1.sagemaker.aws/")]
    [InlineData("https://user:pass@d-abc.studio.eu-west-1.sagemaker.aws/")]
    [InlineData("https://d-abc.studio.us-east-1.sagemaker.aws/")]
    [InlineData("https://studio.eu-west-1.sagemaker.aws/")]
    [InlineData("https://evilstudio.eu-west-1.sagemaker.aws/")]
    [InlineData("https://d-abc.studio.eu-west-1.sagemaker.aws.example.com/")]
    [InlineData("https://d-abc.studio.eu-west-1.sagemaker.awsx/")]
    [InlineData("https://d-abc.studio.eu-west-1.sagemaker.aws@example.com/")]
    [InlineData("https://example.com/d-abc.studio.eu-west-1.sagemaker.aws")]
    [InlineData("https://example.com?.studio.eu-west-1.sagemaker.aws")]
    [InlineData("https://example.com#.studio.eu-west-1.sagemaker.aws")]
    [InlineData("https://d-abc.studio.eu-west-1.sagemaker.com.cn/")]
    [InlineData("https://d-abc.notebook.eu-west-1.sagemaker.aws/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("https://\u00ad.studio.eu-west-1.sagemaker.aws/")]
    [InlineData("https://d-abc\u00ad.studio.eu-west-1.sagemaker.aws/")]
    [InlineData("https://d-äbc.studio.eu-west-1.sagemaker.aws/")]
    [InlineData("https://d-abc。studio.eu-west-1.sagemaker.aws/")]
    [InlineData("https://d_abc.studio.eu-west-1.sagemaker.aws/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://d-abc.studio.eu-west-1.sagemaker.aws/")]
    public void Anything_else_is_not(string url) => Assert.False(new StudioHosts("eu-west-1", null).IsTrusted(new Uri(url)));

    [Theory]
    [InlineData("https://d-abc.studio.cn-north-1.sagemaker.com.cn/", true)]
    [InlineData("https://d-abc.studio.cn-north-1.sagemaker.aws/", true)]
    [InlineData("https://d-abc.studio.cn-northwest-1.sagemaker.com.cn/", false)]
    [InlineData("https://d-abc.studio.cn-north-1.sagemaker.com.cn.example.com/", false)]
    public void China_has_a_domain_of_its_own_besides(string url, bool isTrusted) => Assert.Equal(isTrusted, new StudioHosts("cn-north-1", null).IsTrusted(new Uri(url)));

    [Fact]
    public void Without_a_region_nothing_is_trusted()
    {
        Assert.False(new StudioHosts(null, null).IsTrusted(new Uri("https://d-abc.studio.eu-west-1.sagemaker.aws/")));
        Assert.False(new StudioHosts("", null).IsTrusted(new Uri("https://d-abc.studio.eu-west-1.sagemaker.aws/")));
    }

    [Theory]
    [InlineData("http://127.0.0.1:4601/auth?token=x", true)]
    [InlineData("http://127.0.0.1:4602/", false)]
    [InlineData("https://127.0.0.1:4601/", false)]
    [InlineData("http://localhost:4601/", false)]
    [InlineData("http://user@127.0.0.1:4601/", false)]
    [InlineData("http://127.0.0.1:4601@example.com/", false)]
    [InlineData("http://127.0.0.1:46010/", false)]
    [InlineData("https://d-abc.studio.eu-west-1.sagemaker.aws/", false)]
    public void With_a_Studio_on_this_machine_nothing_but_its_origin_is_trusted(string url, bool isTrusted) =>
        Assert.Equal(isTrusted, new StudioHosts("eu-west-1", new Uri("http://127.0.0.1:4601")).IsTrusted(new Uri(url)));
}
