using System.Text;
using Confluent.Kafka;
using Pipeline.Kafka;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Chaos;

/// <summary>
/// Knows what was sent and reads, as any read_committed consumer would, what came of it: every id exactly once, the counts
/// of each key strictly consecutive, dead letters exactly for the records that throw, the changelog equal to the fold of
/// the input.
/// </summary>
internal sealed class Oracle(IKafkaClients clients)
{
    private static readonly string DeadLetters = Topics.DeadLetters(ChaosTopics.Input);
    private static readonly string Changelog = Topics.Changelog(
        ChaosTopics.Stage.ApplicationId(ChaosTopics.Application),
        ChaosTopics.Stage.Store
    );

    /// <summary>Waits until everything is through, or nothing more comes.</summary>
    /// <returns>What is wrong; empty if all is well.</returns>
    public List<string> Judge(
        IReadOnlyList<(TopicPartitionOffset Place, string Key, string Id)> ledger,
        TimeSpan patience,
        TimeProvider time
    )
    {
        var began = time.GetTimestamp();
        List<string> findings;
        do
        {
            Thread.Sleep(500);
            findings = Compare(ledger);
        } while (findings.Count > 0 && time.GetElapsedTime(began) < patience);

        return findings;
    }

    private List<string> Compare(IReadOnlyList<(TopicPartitionOffset Place, string Key, string Id)> ledger)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var wanted = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var poison = new List<string>();
        foreach (var (_, key, id) in ledger)
        {
            if (id.StartsWith('!'))
            {
                poison.Add(id);
                continue;
            }

            var count = counts.GetValueOrDefault(key) + 1;
            counts[key] = count == LedgerStep.Restart ? 0 : count;
            if (!wanted.TryGetValue(key, out var list))
            {
                wanted[key] = list = [];
            }

            list.Add($"{id} {count}");
            if (id.StartsWith('#'))
            {
                list.Add($"{id}+ {count}");
            }
        }

        var findings = new List<string>();
        var outputs = ReadAll(ChaosTopics.Output)
            .ToLookup(x => Text(x.Key), x => Text(x.Value!), StringComparer.Ordinal);
        foreach (var (key, list) in wanted)
        {
            Report(findings, $"output of {key}", list, [.. outputs[key]]);
        }

        var dead = ReadAll(DeadLetters).Select(x => Text(x.Value!)).Order(StringComparer.Ordinal).ToList();
        Report(findings, "dead letters", [.. poison.Order(StringComparer.Ordinal)], dead);
        CompareState(findings, counts);
        return findings;
    }

    private void CompareState(List<string> findings, Dictionary<string, int> counts)
    {
        var codec = new StateEntryCodec(new LedgerCodecs());
        var state = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, value) in ReadAll(Changelog))
        {
            var name = Text(key)["count|".Length..];
            if (value is null)
            {
                state.Remove(name);
            }
            else
            {
                state[name] = ((LedgerCount)codec.Read(Text(key), value).Value).Count;
            }
        }

        var wrong = counts.Keys.Union(state.Keys).Where(x => counts.GetValueOrDefault(x) != state.GetValueOrDefault(x));
        findings.AddRange(
            wrong.Select(x =>
                $"changelog of {x}: {state.GetValueOrDefault(x)} where {counts.GetValueOrDefault(x)} is the fold"
            )
        );
    }

    private static void Report(List<string> findings, string what, List<string> wanted, List<string> found)
    {
        if (wanted.SequenceEqual(found, StringComparer.Ordinal))
        {
            return;
        }

        var at = 0;
        while (at < wanted.Count && at < found.Count && wanted[at] == found[at])
        {
            at++;
        }

        var expected = at < wanted.Count ? wanted[at] : "nothing more";
        var actual = at < found.Count ? found[at] : "nothing more";
        findings.Add($"{what}: {found.Count} of {wanted.Count}; at {at} wanted '{expected}', found '{actual}'");
    }

    private List<(byte[] Key, byte[]? Value)> ReadAll(string topic)
    {
        using var consumer = clients.CreateConsumer(
            new ConsumerConfig
            {
                GroupId = "chaos-oracle",
                IsolationLevel = IsolationLevel.ReadCommitted,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnablePartitionEof = true,
                FetchQueueBackoffMs = 10,
            }
        );
        var partitions = Enumerable.Range(0, ChaosTopics.Partitions).Select(x => new TopicPartition(topic, x)).ToList();
        consumer.Assign(partitions.Select(x => new TopicPartitionOffset(x, Offset.Beginning)));
        var records = new List<(byte[], byte[]?)>();
        var ended = new HashSet<TopicPartition>();
        var idle = 0;
        while (ended.Count < partitions.Count && idle < 100)
        {
            var result = consumer.Consume(TimeSpan.FromMilliseconds(200));
            if (result is null)
            {
                // A broker that is away; the caller comes again.
                idle++;
            }
            else if (result.IsPartitionEOF)
            {
                ended.Add(result.TopicPartition);
            }
            else
            {
                records.Add((result.Message.Key, result.Message.Value));
            }
        }

        consumer.Close();
        return records;
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
