using Microsoft.Data.Sqlite;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>
/// The committed offsets. The owner reads them under the writer's lock: a new owner of a partition thereby waits for a
/// commit that was accepted before the partition changed hands.
/// </summary>
internal sealed class GroupOffsets(IConnectionGate gate)
{
    public long? Find(string group, LogPartition partition) =>
        gate.Read(c =>
            c.FindNumber("SELECT next FROM group_offset WHERE group_id = $0 AND partition_id = $1", group, partition.Id)
        );

    /// <summary>All offsets of a group by partition id.</summary>
    public IReadOnlyDictionary<long, long> All(string group) =>
        gate.Read(c =>
                c.Rows(
                    "SELECT partition_id, next FROM group_offset WHERE group_id = $0",
                    r => (Partition: r.GetInt64(0), Next: r.GetInt64(1)),
                    group
                )
            )
            .ToDictionary(x => x.Partition, x => x.Next);

    public IReadOnlyList<string> Groups() =>
        gate.Read(c => c.Rows("SELECT DISTINCT group_id FROM group_offset ORDER BY group_id", r => r.GetString(0)));

    /// <summary>Stores a commit; the caller holds the transaction.</summary>
    public static void Write(SqliteConnection connection, GroupCommit commit)
    {
        foreach (var (partition, next) in commit.Next)
        {
            connection.Execute(
                """
                INSERT INTO group_offset(group_id, partition_id, next) VALUES ($0, $1, $2)
                ON CONFLICT(group_id, partition_id) DO UPDATE SET next = excluded.next
                """,
                commit.Group.Group,
                partition.Id,
                next
            );
        }
    }

    public static int Delete(SqliteConnection connection, string group) =>
        connection.Execute("DELETE FROM group_offset WHERE group_id = $0", group);
}
