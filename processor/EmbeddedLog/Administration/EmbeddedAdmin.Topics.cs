using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Pipeline.Processor.Embedded.Consuming;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Administration;

/// <summary>Topics, their configuration and their records.</summary>
internal sealed partial class EmbeddedAdmin
{
    /// <summary>Kafka's defaults where they hold here too; an unset retention keeps everything.</summary>
    private static readonly KeyValuePair<string, string>[] DefaultConfig =
    [
        new("cleanup.policy", "delete"),
        new("retention.ms", "-1"),
    ];

    public override Task CreateTopicsAsync(IEnumerable<TopicSpecification> topics, CreateTopicsOptions? options = null)
    {
        var owner = session.Require();
        var reports = topics.Select(x => Create(owner, x)).ToList();
        owner.Groups.TopicsChanged([.. reports.Where(x => !x.Error.IsError).Select(x => x.Topic)]);
        return reports.Exists(x => x.Error.IsError) ? throw new CreateTopicsException(reports) : Task.CompletedTask;
    }

    public override Task DeleteTopicsAsync(IEnumerable<string> topics, DeleteTopicsOptions? options = null)
    {
        var owner = session.Require();
        var reports = topics
            .Select(x => new DeleteTopicReport
            {
                Topic = x,
                Error = owner.Topics.Delete(x) ? None : LogErrors.UnknownTopic(x),
            })
            .ToList();
        owner.Groups.TopicsChanged([.. reports.Where(x => !x.Error.IsError).Select(x => x.Topic)]);
        return reports.Exists(x => x.Error.IsError) ? throw new DeleteTopicsException(reports) : Task.CompletedTask;
    }

    public override Task<List<DescribeConfigsResult>> DescribeConfigsAsync(
        IEnumerable<ConfigResource> resources,
        DescribeConfigsOptions? options = null
    )
    {
        session.Refresh();
        return Task.FromResult(resources.Select(Describe).ToList());
    }

    public override Task<List<DeleteRecordsResult>> DeleteRecordsAsync(
        IEnumerable<TopicPartitionOffset> topicPartitionOffsets,
        DeleteRecordsOptions? options = null
    )
    {
        var topics = session.Require().Topics;
        var results = new List<DeleteRecordsResult>();
        foreach (var wanted in topicPartitionOffsets)
        {
            var partition = session.Catalogue.Get(wanted.TopicPartition);
            var below = wanted.Offset == Offset.End ? partition.Next : wanted.Offset.Value;
            results.Add(
                new()
                {
                    Topic = wanted.Topic,
                    Partition = wanted.Partition,
                    Offset = topics.DeleteBelow(partition, below),
                }
            );
        }

        return Task.FromResult(results);
    }

    public override Task<ListOffsetsResult> ListOffsetsAsync(
        IEnumerable<TopicPartitionOffsetSpec> topicPartitionOffsets,
        ListOffsetsOptions? options = null
    )
    {
        session.Refresh();
        using var reader = new PartitionReader(session.File);
        var infos = new List<ListOffsetsResultInfo>();
        foreach (var wanted in topicPartitionOffsets)
        {
            var partition = session.Catalogue.Get(wanted.TopicPartition);
            var offset = wanted.OffsetSpec switch
            {
                OffsetSpec.EarliestSpec => partition.Start,
                OffsetSpec.LatestSpec => partition.Next,
                OffsetSpec.TimestampSpec since => reader.FirstSince(partition, since.Timestamp) ?? Offset.End.Value,
                _ => throw new NotSupportedException("The embedded log lists offsets by earliest, latest and time."),
            };
            infos.Add(new() { TopicPartitionOffsetError = new(wanted.TopicPartition, offset, None), Timestamp = -1 });
        }

        return Task.FromResult(new ListOffsetsResult { ResultInfos = infos });
    }

    private CreateTopicReport Create(LogOwner owner, TopicSpecification topic)
    {
        var partitions = topic.NumPartitions > 0 ? topic.NumPartitions : session.Options.DefaultPartitions;
        var made = owner.Topics.Create(topic.Name, partitions, topic.Configs ?? []);
        return new()
        {
            Topic = topic.Name,
            Error = made ? None : new Error(ErrorCode.TopicAlreadyExists, $"Topic {topic.Name} exists."),
        };
    }

    private DescribeConfigsResult Describe(ConfigResource resource)
    {
        if (resource.Type != ResourceType.Topic || !session.Catalogue.TryGet(resource.Name, out var topic))
        {
            throw new KafkaException(LogErrors.UnknownTopic(resource.Name));
        }

        var values = new Dictionary<string, string>(DefaultConfig, StringComparer.Ordinal);
        foreach (var (name, value) in topic.Config)
        {
            values[name] = value;
        }

        return new()
        {
            ConfigResource = resource,
            Entries = values.ToDictionary(
                x => x.Key,
                x => new ConfigEntryResult
                {
                    Name = x.Key,
                    Value = x.Value,
                    IsDefault = !topic.Config.ContainsKey(x.Key),
                },
                StringComparer.Ordinal
            ),
        };
    }
}
