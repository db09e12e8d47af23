using Confluent.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Schemas;
using Pipeline.Tests.Streams;

namespace Pipeline.Tests.Producer;

public sealed class PartitionWriterTests
{
    private readonly List<string> _calls = [];

    /// <summary>
    /// A broker that forgot a transaction leaves its records open until the next of the same id ends.
    /// </summary>
    [Fact]
    public async Task A_life_begins_with_an_aborted_transaction_over_all_that_is_written()
    {
        var clients = new ListeningClients(new FakeLog(partitions: 2)) { Producer = Watched };
        using var writer = new PartitionWriter(clients, "app", 1, null, 1000);

        await writer.OpenAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["InitTransactions", "BeginTransaction"], _calls.Take(2));
        Assert.Equal(["Flush", "AbortTransaction"], _calls.TakeLast(2));
        string[] written =
        [
            $"{Topics.Raw}/1",
            $"{Topics.Checkpoints}/1",
            .. Enumerable.Range(0, 2).Select(x => $"{Topics.DeadLetters(Topics.Raw)}/{x}"),
            .. Enumerable.Range(0, 2).Select(x => $"{Topics.Licences}/{x}"),
        ];
        Assert.Superset(written.ToHashSet(), _calls.ToHashSet());
    }

    private IProducer<byte[], byte[]> Watched(IProducer<byte[], byte[]> producer) =>
        FakeProxy.Of<IProducer<byte[], byte[]>>(
            (method, args) =>
            {
                _calls.Add(
                    args.Length > 0 && args[0] is TopicPartition x ? $"{x.Topic}/{x.Partition.Value}" : method.Name
                );
                return method.Invoke(producer, args);
            }
        );
}
