using System.Security.Cryptography;
using CustomizerLambda.Run;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

public sealed class DeliveryTests
{
    private readonly string _runId = Guid.NewGuid().ToString("D");
    private readonly RunArchive _archive = RunArchive.Create(Packages.PlanOf(Packages.OfCommands($": {Convert.ToBase64String(RandomNumberGenerator.GetBytes(20_000))}")));
    private readonly List<byte> _put = [];
    private string _take = "ok";

    [Fact]
    public async Task What_pays_is_uploaded_under_a_name_of_its_own_and_taken()
    {
        var terminal = await DeliverAsync(uploadPaysFrom: 1000, takesUploads: true);
        var (name, content) = Assert.Single(terminal.Uploads);
        Assert.Equal(_archive.Content, content);
        Assert.Equal([$"take {name}"], terminal.Requests);
        Assert.Matches($"^studio-customizer-{_runId}-[0-9a-f]{{32}}\\.tmp$", name);
    }

    [Fact]
    public async Task What_is_small_goes_through_the_shell_at_once()
    {
        var terminal = await DeliverAsync(uploadPaysFrom: 1_000_000, takesUploads: true);
        Assert.Empty(terminal.Uploads);
        Assert.Equal(_archive.Content, _put);
    }

    [Fact]
    public async Task Where_an_upload_is_refused_the_shell_takes_it()
    {
        await DeliverAsync(uploadPaysFrom: 1000, takesUploads: false);
        Assert.Equal(_archive.Content, _put);
    }

    [Fact]
    public async Task Where_an_upload_is_not_where_the_shell_is_the_shell_takes_it()
    {
        _take = "missing";
        var terminal = await DeliverAsync(uploadPaysFrom: 1000, takesUploads: true);
        Assert.StartsWith("take ", terminal.Requests[0], StringComparison.Ordinal);
        Assert.Equal(_archive.Content, _put);
    }

    private async Task<ScriptedTerminal> DeliverAsync(int uploadPaysFrom, bool takesUploads)
    {
        ScriptedTerminal terminal = null!;
        terminal = new ScriptedTerminal(_runId, (number, request) => terminal.Frame(number, Answer(request))) { UploadPaysFrom = uploadPaysFrom, TakesUploads = takesUploads };
        var agent = await Agent.StartAsync(terminal, _runId, Patience.Token);
        await Delivery.DeliverAsync(agent, terminal, _runId, _archive, Patience.Token);
        return terminal;
    }

    private string Answer(string request)
    {
        if (request.StartsWith("take ", StringComparison.Ordinal)) return _take;
        _put.AddRange(Convert.FromBase64String(request["put ".Length..]));
        return "ok";
    }
}
