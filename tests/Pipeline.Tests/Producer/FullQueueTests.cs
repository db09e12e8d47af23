using Confluent.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer;

/// <summary>The client takes no more than a window: what does not fit waits, and no wait outlasts a stop.</summary>
public sealed class FullQueueTests
{
    private readonly CollectionRig _rig = new();

    [Fact]
    public async Task What_does_not_fit_is_sent_when_there_is_room_once_and_in_order()
    {
        var calls = 0;
        _rig.Log.BeforeProduce = () =>
        {
            if (_rig.Log.Commits > 0 && ++calls % 3 == 0)
            {
                throw Full();
            }
        };
        _rig.Org.With(1200);
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(1200), _rig.Raw);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_room()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var log = new FakeLog();
        using var writer = new PartitionWriter(log, "app", 0, null, 1000);
        await writer.OpenAsync(stop.Token);
        var calls = 0;
        log.BeforeProduce = () =>
        {
            if (++calls == 3)
            {
                stop.Cancel();
            }

            throw Full();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            writer.WriteAsync(x => x.Send(new TopicPartition(Topics.Raw, 0), new()), stop.Token)
        );
        Assert.Equal(3, calls);
        Assert.Empty(log.Records(Topics.Raw));
    }

    private static ProduceException<byte[], byte[]> Full() => new(new Error(ErrorCode.Local_QueueFull), new());
}
