using Microsoft.Extensions.Time.Testing;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer;

public sealed class CredentialPauseTests : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(5);

    private readonly FakeTimeProvider _time = new();
    private readonly string _file = Path.GetTempFileName();
    private readonly ProducerMetrics _metrics = new(TimeProvider.System);
    private readonly CredentialPause _pause;

    public CredentialPauseTests()
    {
        File.WriteAllText(_file, "old-token");
        Assert.True(OrgUrl.TryParse("https://acme.okta.example", out var org, out _));
        var tenant = new Tenant("acme", org!, new ApiTokenCredentials(new FileToken(_file)), 0.5);
        _pause = new CredentialPause(tenant, new Pause(_time, _metrics), _time);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public async Task A_new_token_ends_the_wait()
    {
        var waiting = _pause.WaitAsync("auth", Wait, TestContext.Current.CancellationToken);
        await AdvanceAsync(waiting, TimeSpan.FromSeconds(10));
        Assert.False(waiting.IsCompleted);
        await File.WriteAllTextAsync(_file, "new-token", TestContext.Current.CancellationToken);
        await AdvanceAsync(waiting, TimeSpan.FromMinutes(1));
        Assert.True(waiting.IsCompleted);
        Assert.True(await waiting);
    }

    [Fact]
    public async Task The_same_token_is_tried_again_after_the_whole_wait()
    {
        var waiting = _pause.WaitAsync("auth", Wait, TestContext.Current.CancellationToken);
        await AdvanceAsync(waiting, Wait - TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);
        await AdvanceAsync(waiting, TimeSpan.FromSeconds(1));
        Assert.False(await waiting);
    }

    [Fact]
    public async Task A_stop_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _pause.WaitAsync("auth", Wait, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>Second by second, as a clock does: each look is taken before the next second passes.</summary>
    private async Task AdvanceAsync(Task waiting, TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span && !waiting.IsCompleted; passed += CredentialPause.LookEvery)
        {
            _time.Advance(CredentialPause.LookEvery);
            // What the clock woke goes on on the pool.
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
