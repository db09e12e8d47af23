using Pipeline.Kafka;

namespace Pipeline.Tests.Kafka;

public sealed class ProgramExitAfterSignalTests
{
    [Fact]
    public async Task A_service_that_was_stopped_did_what_it_should_and_a_tool_is_unfinished()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Task<int> Stopped() => Task.FromCanceled<int>(stop.Token);
        Assert.Equal(0, await ProgramExit.GuardAsync(Stopped, TextWriter.Null, stop.Token));
        Assert.Equal(130, await ProgramExit.GuardAsync(Stopped, TextWriter.Null, stop.Token, ProgramExit.Interrupted));
    }
}
