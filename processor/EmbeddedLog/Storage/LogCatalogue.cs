using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Confluent.Kafka;
using Microsoft.Data.Sqlite;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>
/// The topics as last loaded. Replaced as a whole, so that a reader never sees half a change; partition objects live on
/// across loads, so that cursors keep theirs.
/// </summary>
internal sealed class LogCatalogue
{
    private volatile FrozenDictionary<string, LogTopic> _topics = FrozenDictionary<string, LogTopic>.Empty;

    public IEnumerable<LogTopic> Topics => _topics.Values;

    public bool TryGet(string topic, [NotNullWhen(true)] out LogTopic? found) => _topics.TryGetValue(topic, out found);

    public LogPartition? Find(TopicPartition name) =>
        _topics.TryGetValue(name.Topic, out var topic)
        && name.Partition.Value >= 0
        && name.Partition.Value < topic.Partitions.Count
            ? topic.Partitions[name.Partition.Value]
            : null;

    /// <exception cref="KafkaException">No such partition.</exception>
    public LogPartition Get(TopicPartition name) =>
        Find(name) ?? throw new KafkaException(LogErrors.UnknownPartition(name));

    /// <summary>Offsets to commit by partition; special offsets mean nothing was consumed and are left out.</summary>
    public IReadOnlyList<KeyValuePair<LogPartition, long>> Resolve(IEnumerable<TopicPartitionOffset> offsets) =>
        [
            .. from offset in offsets
            where !offset.Offset.IsSpecial
            select KeyValuePair.Create(Get(offset.TopicPartition), offset.Offset.Value),
        ];

    /// <summary>Loads everything again. One caller at a time.</summary>
    public void Load(SqliteConnection connection)
    {
        var known = _topics.Values.SelectMany(x => x.Partitions).ToDictionary(x => x.Id);
        var configs = connection
            .Rows(
                "SELECT topic_id, name, value FROM topic_config",
                r => (r.GetInt64(0), r.GetString(1), r.GetString(2))
            )
            .ToLookup(x => x.Item1);
        var partitions = connection
            .Rows(
                "SELECT topic_id, id, start, next FROM partition ORDER BY topic_id, number",
                r => (Topic: r.GetInt64(0), Id: r.GetInt64(1), Start: r.GetInt64(2), Next: r.GetInt64(3))
            )
            .ToLookup(x => x.Topic);
        var topics = new Dictionary<string, LogTopic>(StringComparer.Ordinal);
        foreach (var (id, name) in connection.Rows("SELECT id, name FROM topic", r => (r.GetInt64(0), r.GetString(1))))
        {
            var config = configs[id].ToDictionary(x => x.Item2, x => x.Item3, StringComparer.Ordinal);
            var compacted = LogTopic.HasPolicy(config, "compact");
            var own = new List<LogPartition>();
            foreach (var row in partitions[id])
            {
                if (known.Remove(row.Id, out var partition))
                {
                    partition.MoveStart(row.Start);
                    partition.MoveNext(row.Next);
                }
                else
                {
                    partition = new(row.Id, new TopicPartition(name, own.Count), compacted, row.Start, row.Next);
                }

                own.Add(partition);
            }

            topics.Add(name, new LogTopic(id, name, config, own));
        }

        _topics = topics.ToFrozenDictionary(StringComparer.Ordinal);
        foreach (var gone in known.Values)
        {
            gone.Delete();
        }
    }
}
