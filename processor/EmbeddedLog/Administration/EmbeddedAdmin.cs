using Confluent.Kafka;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Administration;

/// <summary>The admin client of the embedded log: one broker that is this process, topics, groups.</summary>
internal sealed partial class EmbeddedAdmin(LogSession session, string? clientId) : AdminBase
{
    private const int BrokerId = 0;

    private static readonly BrokerMetadata Broker = new(BrokerId, "embedded", 0);

    private static readonly Error None = new(ErrorCode.NoError);

    public override string Name { get; } = session.NameClient(clientId, "admin");

    public override Metadata GetMetadata(string topic, TimeSpan timeout)
    {
        session.Refresh();
        var found = session.Catalogue.TryGet(topic, out var known)
            ? Describe(known)
            : new TopicMetadata(topic, [], LogErrors.UnknownTopic(topic));
        return new([Broker], [found], BrokerId, Broker.Host);
    }

    public override Metadata GetMetadata(TimeSpan timeout)
    {
        session.Refresh();
        return new([Broker], [.. session.Catalogue.Topics.Select(Describe)], BrokerId, Broker.Host);
    }

    private static TopicMetadata Describe(LogTopic topic) =>
        new(
            topic.Name,
            [
                .. topic.Partitions.Select(x => new PartitionMetadata(
                    x.Name.Partition.Value,
                    BrokerId,
                    [BrokerId],
                    [BrokerId],
                    None
                )),
            ],
            None
        );
}
