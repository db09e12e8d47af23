using System.Text;
using Confluent.Kafka;
using Pipeline.Chaos.Verdict;
using Pipeline.Events;
using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Chaos.Collection;

/// <summary>
/// Reads raw and its dead letters as any read_committed consumer would, and compares with the ledgers of the orgs:
/// every event once, its bytes, in the order in which the org persisted them.
/// </summary>
internal sealed class CollectionOracle(IKafkaClients clients)
{
    private readonly AvroCodec<RawEvent> _codec = new(new CommittedSchemaIds());

    /// <summary>Waits until everything is there, or nothing more comes for the length of the patience.</summary>
    public List<string> Judge(IReadOnlyList<HostileOrg> orgs, TimeSpan patience, TimeProvider time)
    {
        var changed = time.GetTimestamp();
        var before = -1;
        while (true)
        {
            var raw = CommittedRecords.Of(clients, Topics.Raw);
            var dead = CommittedRecords.Of(clients, Topics.DeadLetters(Topics.Raw));
            var findings = Compare(orgs, raw, dead);
            if (raw.Count + dead.Count != before)
            {
                before = raw.Count + dead.Count;
                changed = time.GetTimestamp();
            }

            if (findings.Count == 0 || findings.Exists(x => x.IsCertain) || time.GetElapsedTime(changed) > patience)
            {
                return [.. findings.Select(x => x.Text)];
            }

            Thread.Sleep(TimeSpan.FromSeconds(5));
        }
    }

    private List<Finding> Compare(
        IReadOnlyList<HostileOrg> orgs,
        List<Message<byte[], byte[]>> raw,
        List<Message<byte[], byte[]>> dead
    )
    {
        var findings = new List<Finding>();
        var byTenant = raw.Select(x => _codec.Decode(x.Value)).ToLookup(x => x.tenant, StringComparer.Ordinal);
        var letters = dead.Select(x => Encoding.UTF8.GetString(x.Value)).ToList();
        foreach (var org in orgs)
        {
            var ledger = org.Log.All();
            var wanted = ledger.Where(x => x.IsEvent).ToList();
            var found = byTenant[org.Name].ToList();
            CompareEvents(findings, org.Name, wanted, found);
            foreach (var one in ledger.Where(x => !x.IsEvent))
            {
                var text = Encoding.UTF8.GetString(one.Bytes);
                if (letters.Count(x => x == text) is not 1 and var count)
                {
                    findings.Add(
                        new($"{org.Name}: {one.Uuid} is {count} times in the dead letters", IsCertain: count > 1)
                    );
                }
            }

            if (found.Count(x => x.collected_by != "poll") is > 0 and var gaps)
            {
                findings.Add(new($"{org.Name}: {gaps} events were found by the reconciler only", IsCertain: true));
            }
        }

        return findings;
    }

    private static void CompareEvents(
        List<Finding> findings,
        string tenant,
        List<LedgerEvent> wanted,
        List<RawEvent> found
    )
    {
        var counts = found.CountBy(x => x.event_id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var lost = wanted.Where(x => !counts.ContainsKey(x.Uuid)).ToList();
        var twice = counts.Where(x => x.Value > 1).ToList();
        if (lost.Count > 0)
        {
            findings.Add(
                new(
                    $"{tenant}: {lost.Count} of {wanted.Count} lost, the first {lost[0].Uuid} of {lost[0].Persisted:O}",
                    IsCertain: false
                )
            );
        }

        if (twice.Count > 0)
        {
            findings.Add(new($"{tenant}: {twice.Count} more than once, the first {twice[0].Key}", IsCertain: true));
        }

        var bytes = wanted.ToDictionary(x => x.Uuid, x => x.Bytes, StringComparer.Ordinal);
        var other = found.Find(x =>
            !bytes.TryGetValue(x.event_id, out var text)
            || !Encoding.UTF8.GetBytes(x.payload).AsSpan().SequenceEqual(text)
        );
        if (other is not null)
        {
            findings.Add(new($"{tenant}: {other.event_id} has other bytes than the org served", IsCertain: true));
        }

        if (
            lost.Count == 0
            && twice.Count == 0
            && !wanted.Select(x => x.Uuid).SequenceEqual(found.Select(x => x.event_id))
        )
        {
            findings.Add(new($"{tenant}: the order is not that of the org", IsCertain: true));
        }
    }
}
