using Microsoft.Data.Sqlite;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>Makes and removes topics, and removes records from the front of a partition.</summary>
internal sealed class LogTopics(LogWriter writer, LogCatalogue catalogue)
{
    /// <returns>Whether it was made; false where it existed.</returns>
    public bool Create(string name, int partitions, IReadOnlyDictionary<string, string> config) =>
        writer.Change(c => !catalogue.TryGet(name, out _) && Insert(c, name, partitions, config));

    /// <returns>Whether it existed.</returns>
    public bool Delete(string name) =>
        writer.Change(c =>
        {
            if (!catalogue.TryGet(name, out var topic))
            {
                return false;
            }

            foreach (var partition in topic.Partitions)
            {
                c.Execute("DELETE FROM group_offset WHERE partition_id = $0", partition.Id);
                c.Execute("DROP TABLE " + LogFile.RecordsOf(partition));
            }

            c.Execute("DELETE FROM partition WHERE topic_id = $0", topic.Id);
            c.Execute("DELETE FROM topic_config WHERE topic_id = $0", topic.Id);
            c.Execute("DELETE FROM topic WHERE id = $0", topic.Id);
            return true;
        });

    /// <summary>Removes the records below an offset, as far as there are any.</summary>
    /// <returns>The new start.</returns>
    public long DeleteBelow(LogPartition partition, long offset) =>
        writer.Change(c =>
        {
            var start = Math.Clamp(offset, partition.Start, partition.Next);
            if (!partition.IsDeleted)
            {
                c.Execute($"DELETE FROM {LogFile.RecordsOf(partition)} WHERE off < $0", start);
                c.Execute("UPDATE partition SET start = $0 WHERE id = $1", start, partition.Id);
            }

            return start;
        });

    private static bool Insert(
        SqliteConnection connection,
        string name,
        int partitions,
        IReadOnlyDictionary<string, string> config
    )
    {
        var topic = connection.Number("INSERT INTO topic(name) VALUES ($0) RETURNING id", name);
        foreach (var (key, value) in config)
        {
            connection.Execute("INSERT INTO topic_config VALUES ($0, $1, $2)", topic, key, value);
        }

        var compacted = LogTopic.HasPolicy(config, "compact");
        for (var number = 0; number < partitions; number++)
        {
            const string insert = "INSERT INTO partition(topic_id, number) VALUES ($0, $1) RETURNING id";
            var id = connection.Number(insert, topic, number);
            connection.Execute(LogFile.CreateRecords(id, compacted));
        }

        return true;
    }
}
