using System.Text;
using System.Text.Json.Nodes;
using CustomizerLambda.Events;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Events;

public sealed class MalformedEventTests
{
    public static TheoryData<string> Fields => [.. SavedEvents.IdFields];

    public static TheoryData<string> Lengths => ["userProfileName", "spaceName", "appName"];

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("\"text\"")]
    [InlineData("42")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("{\"domainId\": }")]
    [InlineData("{} {}")]
    [InlineData("\u0000")]
    [InlineData("{\"source\": 5}")]
    [InlineData("{\"source\": \"aws.sagemaker\"}")]
    [InlineData("{\"domainId\": \"\\ud800\", \"spaceName\": \"a\", \"appType\": \"JupyterLab\"}")]
    public void What_is_no_event_is_ignored(string payload) => Assert.NotEmpty(Assert.IsType<Admission.Ignored>(SavedEvents.Decide(payload)).Reason);

    [Theory]
    [InlineData("aws.sagemaker", "AWS API Call via CloudTrail")]
    [InlineData("studio.customizer", "Studio App Customization Finished")]
    public void An_envelope_without_a_detail_is_ignored(string source, string detailType) =>
        Assert.NotEmpty(Assert.IsType<Admission.Ignored>(SavedEvents.Decide($$"""{"source": "{{source}}", "detail-type": "{{detailType}}"}""")).Reason);

    [Theory]
    [InlineData("aws.sagemaker", "AWS API Call via CloudTrail", "null")]
    [InlineData("aws.sagemaker", "AWS API Call via CloudTrail", "[]")]
    [InlineData("aws.sagemaker", "AWS API Call via CloudTrail", "{}")]
    public void A_detail_of_another_shape_is_ignored(string source, string detailType, string detail) =>
        Assert.IsType<Admission.Ignored>(SavedEvents.Decide($$"""{"source": "{{source}}", "detail-type": "{{detailType}}", "detail": {{detail}}}"""));

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"handOvers\": 1e99}")]
    [InlineData("{\"fleet\": {}}")]
    public void A_hand_over_of_another_shape_is_ignored(string continuation) =>
        Assert.IsType<Admission.Ignored>(SavedEvents.Decide($$"""{"continue": {{continuation}}}"""));

    [Fact]
    public void A_record_without_requestParameters_is_ignored() =>
        AdmissionTests.AssertIgnored("no requestParameters", SavedEvents.JupyterLab.With(e => e.Record().Remove("requestParameters")).Decide());

    [Fact]
    public void Bytes_that_are_no_UTF8_are_ignored()
    {
        var bytes = Encoding.UTF8.GetBytes(SavedEvents.Direct.ToJsonString());
        bytes[Encoding.UTF8.GetString(bytes).IndexOf("alice", StringComparison.Ordinal)] = 0xff;
        Assert.IsType<Admission.Ignored>(SavedEvents.Decide(bytes));
    }

    [Fact]
    public void An_event_that_is_nested_a_hundred_thousand_levels_deep_is_ignored()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        Assert.IsType<Admission.Ignored>(SavedEvents.Decide(deep));
        Assert.IsType<Admission.Ignored>(SavedEvents.Decide($$"""{"source": "aws.sagemaker", "detail": {{deep}}}"""));
        Assert.IsType<Admission.Ignored>(SavedEvents.Decide($$"""{"domainId": "d-a", "extra": {{deep}}}"""));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_name_that_is_no_text_is_ignored(string field)
    {
        foreach (var wrong in (string[])["5", "true", "[]", "{}", "[\"a\"]"])
        {
            var payload = SavedEvents.JupyterLab.With(e => e.Parameters()[field] = JsonNode.Parse(wrong));
            AdmissionTests.AssertIgnored("malformed", payload.Decide());
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_nasty_value_is_always_ignored_and_never_repeated(string field)
    {
        foreach (var nasty in NastyValues.All)
        {
            var ignored = Assert.IsType<Admission.Ignored>(SavedEvents.JupyterLab.With(e => e.Parameters()[field] = nasty).Decide());
            Assert.Contains(field, ignored.Reason, StringComparison.Ordinal);
            if (nasty.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not (' ' or '-' or '.' or '\''))) Assert.DoesNotContain(nasty, ignored.Reason, StringComparison.Ordinal);
            Assert.DoesNotContain(ignored.Reason, c => c is < ' ' or > '~');
            Assert.Null(ignored.App);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_name_may_have_63_characters_and_no_more(string field)
    {
        Assert.IsType<Admission.Start>(SavedEvents.JupyterLab.With(e => e.Parameters()[field] = new string('Z', 63)).Decide());
        Assert.IsType<Admission.Ignored>(SavedEvents.JupyterLab.With(e => e.Parameters()[field] = new string('Z', 64)).Decide());
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(61, true)]
    [InlineData(62, false)]
    [InlineData(0, false)]
    public void A_domains_id_has_up_to_63_characters(int afterPrefix, bool isAccepted) =>
        Assert.Equal(isAccepted, SavedEvents.JupyterLab.With(e => e.Parameters()["domainId"] = "d-" + new string('a', afterPrefix)).Decide() is Admission.Start);

    [Theory]
    [InlineData("d-ABC")]
    [InlineData("abc")]
    [InlineData("D-abc")]
    [InlineData("d-abc-")]
    public void A_domains_id_that_only_looks_like_one_is_ignored(string domainId) =>
        AdmissionTests.AssertIgnored("domainId isn't one", SavedEvents.JupyterLab.With(e => e.Parameters()["domainId"] = domainId).Decide());

    [Fact]
    public void A_name_of_nothing_but_hyphens_is_refused_at_once()
    {
        // A pattern that backtracks would take longer than the test may.
        var hyphens = "a" + new string('-', 200_000);
        Assert.IsType<Admission.Ignored>(SavedEvents.JupyterLab.With(e => e.Parameters()["spaceName"] = hyphens).Decide());
        Assert.IsType<Admission.Ignored>(SavedEvents.JupyterLab.With(e => e.Parameters()["domainId"] = "d-" + hyphens).Decide());
    }
}
