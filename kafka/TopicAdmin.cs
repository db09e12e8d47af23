using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>Creates topics as the catalogue says them and compares those that exist.</summary>
/// <param name="admin">The client; not owned.</param>
/// <param name="replicationFactor">Copies of each partition; -1 for the broker's default.</param>
/// <param name="time">What waiting is measured by; the system's unless given.</param>
public sealed class TopicAdmin(IAdminClient admin, short replicationFactor = -1, TimeProvider? time = null)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>A broker that is there answers at once: without one, somebody waits at the keyboard.</summary>
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Compares the topics with what they must be.</summary>
    /// <returns>One finding for each difference, with its remedy; empty where all is well.</returns>
    public async Task<IReadOnlyList<TopicFinding>> CheckAsync(IReadOnlyCollection<TopicSpec> specs)
    {
        var metadata = admin.GetMetadata(FirstAnswer);
        var existing = metadata
            .Topics.Where(x => x.Error.Code != ErrorCode.UnknownTopicOrPart)
            .ToDictionary(x => x.Topic, StringComparer.Ordinal);
        var findings = new List<TopicFinding>();
        var present = new List<TopicSpec>();
        foreach (var spec in specs)
        {
            if (!existing.TryGetValue(spec.Name, out var topic))
            {
                findings.Add(TopicFinding.Missing(spec));
                continue;
            }

            if (topic.Error.IsError && topic.Partitions.Count == 0)
            {
                // Its state cannot be told: it exists, so "create it" would be the wrong advice.
                findings.Add(TopicFinding.Unavailable(spec, topic.Error.Reason));
                continue;
            }

            present.Add(spec);
            if (topic.Partitions.Count != spec.Partitions)
            {
                findings.Add(TopicFinding.Partitions(spec, topic.Partitions.Count));
            }
        }

        findings.AddRange(await CheckCleanupAsync(present));
        return findings;
    }

    /// <summary>Creates what is missing, waits until the brokers know of it, and changes nothing else.</summary>
    /// <returns>The topics it created.</returns>
    public async Task<IReadOnlyList<string>> ApplyAsync(IReadOnlyCollection<TopicSpec> specs)
    {
        var missing = (await CheckAsync(specs)).Where(x => x.IsMissing).Select(x => x.Spec).ToList();
        if (missing.Count == 0)
        {
            return [];
        }

        try
        {
            await admin.CreateTopicsAsync(missing.Select(Specification));
        }
        catch (CreateTopicsException e) when (e.Results.TrueForAll(IsCreatedOrExists))
        {
            // Another instance starts at the same moment and was faster.
        }
        catch (CreateTopicsException e) when (e.Results.Find(x => IsOperators(x.Error.Code)) is { } refused)
        {
            throw new ConfigurationException(
                $"Topic {refused.Topic} cannot be created: {refused.Error.Reason}. Correct Kafka:ReplicationFactor or "
                    + "the rights of this user, or have an operator create it and set Kafka:CreateTopics to false.",
                e
            );
        }

        var names = missing.Select(x => x.Name).ToList();
        await WaitForAsync(names);
        return names;
    }

    /// <summary>
    /// Brokers hear of a new topic a moment after the controller answered: until then a check would call it missing.
    /// What is not known after half a minute is left to the next check.
    /// </summary>
    public async Task WaitForAsync(IReadOnlyCollection<string> names)
    {
        var began = _time.GetTimestamp();
        while (_time.GetElapsedTime(began) < Timeout)
        {
            var known = admin
                .GetMetadata(Timeout)
                .Topics.Where(x => x.Partitions.Count > 0 && x.Partitions.TrueForAll(y => y.Leader >= 0))
                .Select(x => x.Topic)
                .ToHashSet(StringComparer.Ordinal);
            if (names.All(known.Contains))
            {
                return;
            }

            await Task.Delay(Pause, _time, CancellationToken.None);
        }
    }

    private static bool IsCreatedOrExists(CreateTopicReport report) =>
        report.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists;

    /// <summary>Refusals that no retry changes.</summary>
    private static bool IsOperators(ErrorCode code) =>
        code
            is ErrorCode.InvalidReplicationFactor
                or ErrorCode.InvalidPartitions
                or ErrorCode.InvalidConfig
                or ErrorCode.PolicyViolation
                or ErrorCode.TopicAuthorizationFailed
                or ErrorCode.ClusterAuthorizationFailed;

    private async Task<IEnumerable<TopicFinding>> CheckCleanupAsync(List<TopicSpec> specs)
    {
        if (specs.Count == 0)
        {
            return [];
        }

        var resources = specs.Select(x => new ConfigResource { Type = ResourceType.Topic, Name = x.Name });
        var results = await admin.DescribeConfigsAsync(
            resources,
            new DescribeConfigsOptions { RequestTimeout = Timeout }
        );
        return from result in results
            join spec in specs on result.ConfigResource.Name equals spec.Name
            where result.Entries.ContainsKey("cleanup.policy")
            let actual = result.Entries["cleanup.policy"].Value
            where !SamePolicy(actual, Policy(spec.Cleanup))
            select TopicFinding.Cleanup(spec, actual, Policy(spec.Cleanup));
    }

    private static bool SamePolicy(string actual, string wanted) =>
        actual.Split(',').Order(StringComparer.Ordinal).SequenceEqual(wanted.Split(',').Order(StringComparer.Ordinal));

    private TopicSpecification Specification(TopicSpec spec)
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["cleanup.policy"] = Policy(spec.Cleanup),
            // Time of a record is when it was produced; event time is inside it. Log time would break late events.
            ["message.timestamp.type"] = "CreateTime",
        };
        if (spec.Retention is { } retention)
        {
            config["retention.ms"] = ((long)retention.TotalMilliseconds).ToString(
                System.Globalization.CultureInfo.InvariantCulture
            );
        }

        return new TopicSpecification
        {
            Name = spec.Name,
            NumPartitions = spec.Partitions,
            ReplicationFactor = replicationFactor,
            Configs = config,
        };
    }

    private static string Policy(CleanupPolicy policy) =>
        policy switch
        {
            CleanupPolicy.Compact => "compact",
            CleanupPolicy.CompactAndDelete => "compact,delete",
            _ => "delete",
        };
}
