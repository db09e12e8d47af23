using System.Text;
using Pipeline.Chaos.Counting;
using Pipeline.Kafka;
using Pipeline.Processor.Steps;

namespace Pipeline.Chaos.Verdict;

/// <summary>
/// Knows what was sent and reads, as any read_committed consumer would, what came of it: every record exactly once, the
/// counts of each key strictly consecutive, dead letters exactly for the records that throw, the changelog equal to the
/// fold of the input.
/// </summary>
internal sealed class Oracle(IKafkaClients clients, ChaosTopics topics)
{
    private int _read;

    /// <summary>Waits until everything is right, or nothing more comes for the length of the patience.</summary>
    /// <returns>What is wrong; empty if all is well.</returns>
    public List<string> Judge(Feeder feeder, TimeSpan patience, TimeProvider time)
    {
        var ledger = feeder.Ledger;
        var changed = time.GetTimestamp();
        var before = 0;
        while (true)
        {
            Thread.Sleep(500);
            _read = 0;
            var findings = Compare(ledger, feeder.Initial);
            if (_read != before)
            {
                before = _read;
                changed = time.GetTimestamp();
            }

            if (findings.Count == 0 || findings.Exists(x => x.IsCertain) || time.GetElapsedTime(changed) > patience)
            {
                // Beside a certain one, what is merely missing may only be late.
                var certain = findings.FindAll(x => x.IsCertain);
                return [.. (certain.Count > 0 ? certain : findings).Select(x => x.Text)];
            }
        }
    }

    private List<Finding> Compare(IReadOnlyList<LedgerRecord> ledger, IReadOnlyDictionary<string, int> initial)
    {
        var counts = new Dictionary<string, int>(initial, StringComparer.Ordinal);
        var wanted = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var poison = new List<string>();
        var findings = new List<Finding>();
        var input = ReadAll(topics.Input).ConvertAll(x => (Key: Text(x.Key), Id: Text(x.Value!)));
        var missing = ledger.Select(x => x.Id).Except(input.Select(x => x.Id), StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            findings.Add(new Finding($"the brokers lost {missing.Count} records of the input: {missing[0]}", true));
        }

        // What is in the input counts, as often as it is there: where a broker dies, the feeder's client may send again
        // what it had sent (it takes a new epoch when it cannot know).
        foreach (var (key, id) in input)
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

        var outputs = ReadAll(topics.Output).ToLookup(x => Text(x.Key), x => Text(x.Value!), StringComparer.Ordinal);
        foreach (var (key, list) in wanted)
        {
            Report(findings, $"output of {key}", true, list, [.. outputs[key]]);
        }

        var dead = ReadAll(topics.DeadLetters).Select(x => Text(x.Value!)).Order(StringComparer.Ordinal).ToList();
        Report(findings, "dead letters", false, [.. poison.Order(StringComparer.Ordinal)], dead);
        CompareState(findings, counts);
        return findings;
    }

    private void CompareState(List<Finding> findings, Dictionary<string, int> counts)
    {
        var codec = new StateEntryCodec(new LedgerCodecs());
        var state = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, value) in ReadAll(topics.Changelog.Name))
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
            wrong.Select(x => new Finding(
                $"changelog of {x}: {state.GetValueOrDefault(x)} where {counts.GetValueOrDefault(x)} is the fold",
                IsCertain: false
            ))
        );
    }

    private static void Report(
        List<Finding> findings,
        string what,
        bool isInOrder,
        List<string> wanted,
        List<string> found
    )
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
        // A topic only grows: what differs within it will never be right.
        var text = $"{what}: {found.Count} of {wanted.Count}; at {at} wanted '{expected}', found '{actual}'";
        findings.Add(new Finding(text, IsCertain: isInOrder && at < found.Count));
    }

    private List<(byte[] Key, byte[]? Value)> ReadAll(string topic)
    {
        var records = CommittedRecords.Of(clients, topic);
        _read += records.Count;
        return records.ConvertAll(x => (x.Key, (byte[]?)x.Value));
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
