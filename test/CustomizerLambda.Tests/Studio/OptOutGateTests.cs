using CustomizerLambda.Studio;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Studio;

public sealed class OptOutGateTests
{
    private readonly TaskCompletionSource<string?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Entrance> _entrance = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _entering = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Who_has_opted_out_is_not_even_signed_in()
    {
        _answer.SetResult("tagged");

        var (optOut, entrance) = await EnterAsync();

        Assert.Equal(("tagged", null), (optOut, entrance));
        Assert.False(_entering.Task.IsCompleted);
    }

    [Fact]
    public async Task Who_has_not_is_let_in()
    {
        _answer.SetResult(null);
        var entrance = new Entrance();
        _entrance.SetResult(entrance);

        Assert.Equal((null, entrance), await EnterAsync());
        Assert.False(entrance.IsDisposed);
    }

    [Fact]
    public async Task While_no_answer_comes_the_app_is_waited_for_and_nobody_is_let_in_without_it()
    {
        var entrance = new Entrance();
        _entrance.SetResult(entrance);

        var result = EnterAsync();
        await _entering.Task.WaitAsync(Patience.Token);
        Assert.False(result.IsCompleted);
        _answer.SetResult(null);

        Assert.Equal((null, entrance), await result);
        Assert.False(entrance.IsDisposed);
    }

    [Fact]
    public async Task Who_turns_out_to_have_opted_out_is_not_let_in_and_the_session_is_dropped()
    {
        var entrance = new Entrance();
        _entrance.SetResult(entrance);

        var result = EnterAsync();
        await _entering.Task.WaitAsync(Patience.Token);
        _answer.SetResult("tagged");

        Assert.Equal(("tagged", null), await result);
        Assert.True(entrance.IsDisposed);
    }

    [Fact]
    public async Task Who_turns_out_to_have_opted_out_is_waited_for_no_longer()
    {
        var result = EnterAsync();
        await _entering.Task.WaitAsync(Patience.Token);
        _answer.SetResult("tagged");

        Assert.Equal("tagged", (await result).OptOut);
        Assert.True(_entrance.Task.IsCanceled);
    }

    [Fact]
    public async Task Where_the_tags_cannot_be_read_nobody_is_let_in()
    {
        var entrance = new Entrance();
        _entrance.SetResult(entrance);

        var result = EnterAsync();
        await _entering.Task.WaitAsync(Patience.Token);
        _answer.SetException(new AppGoneException("gone"));

        await Assert.ThrowsAsync<AppGoneException>(() => result);
        Assert.True(entrance.IsDisposed);
    }

    [Fact]
    public async Task An_app_that_fails_meanwhile_is_told_of_when_the_answer_has_come()
    {
        _entrance.SetException(new AppGoneException("failed"));

        var result = EnterAsync();
        await _entering.Task.WaitAsync(Patience.Token);
        _answer.SetResult(null);

        Assert.Equal("failed", (await Assert.ThrowsAsync<AppGoneException>(() => result)).Message);
    }

    private Task<(string? OptOut, Entrance? Entrance)> EnterAsync() => OptOutGate.EnterAsync(
        cancellationToken => _answer.Task.WaitAsync(cancellationToken),
        cancellationToken =>
        {
            _entering.TrySetResult();
            cancellationToken.Register(() => _entrance.TrySetCanceled(cancellationToken));
            return _entrance.Task;
        },
        new LeapingTime(),
        Patience.Token);

    private sealed class Entrance : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
