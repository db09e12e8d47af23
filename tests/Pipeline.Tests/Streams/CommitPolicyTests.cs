using FsCheck;
using FsCheck.Xunit;
using Pipeline.Processor.Streams;

namespace Pipeline.Tests.Streams;

public sealed class CommitPolicyTests
{
    private static readonly CommitPolicy Policy = CommitPolicy.For(TimeSpan.FromMilliseconds(100));

    [Fact]
    public void A_drained_input_commits_at_once() => Assert.True(Due(ms: 5, uncommitted: 1, isDrained: true));

    [Fact]
    public void An_alert_commits_although_more_is_at_hand() => Assert.True(Due(ms: 25, uncommitted: 1, isUrgent: true));

    [Fact]
    public void A_flood_of_alerts_does_not_commit_each() =>
        Assert.False(Due(ms: 24, uncommitted: 1000, isUrgent: true));

    [Fact]
    public void A_drained_input_does_not_commit_again_within_a_moment() =>
        Assert.False(Due(ms: 4, uncommitted: 1, isDrained: true));

    [Property]
    public bool Load_alone_never_commits_early(PositiveInt ms, PositiveInt uncommitted) =>
        !Due(ms.Get, uncommitted.Get);

    [Property]
    public bool Nothing_to_commit_is_never_committed(PositiveInt ms, bool isDrained, bool isUrgent) =>
        !Due(ms.Get, 0, isDrained, isUrgent);

    private static bool Due(int ms, int uncommitted, bool isDrained = false, bool isUrgent = false) =>
        Policy.IsDue(TimeSpan.FromMilliseconds(ms), uncommitted, isDrained, isUrgent);
}
