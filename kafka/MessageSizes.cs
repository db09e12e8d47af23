using System.Globalization;
using Confluent.Kafka.Admin;

namespace Pipeline.Kafka;

/// <summary>
/// Compares what a record may weigh with what the client, the topics and the brokers take: found at a start, not at the
/// first large record, which would stop its tenant.
/// </summary>
public static class MessageSizes
{
    /// <summary>Key, headers, envelope and batch around a payload.</summary>
    private const int Overhead = 32 * 1024;

    /// <summary>librdkafka's default for <c>message.max.bytes</c>.</summary>
    private const int ClientDefault = 1_000_000;

    private const string ClientKey = "message.max.bytes";
    private const string TopicKey = "max.message.bytes";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>What does not fit, one sentence each with the keys, the values and what to change.</summary>
    /// <param name="clients">The log.</param>
    /// <param name="options">Section <c>Kafka</c>.</param>
    /// <param name="topics">Topics that get such records.</param>
    /// <param name="largest">Largest payload, bytes.</param>
    /// <param name="key">The configuration key it comes from.</param>
    public static async Task<IReadOnlyList<string>> FindingsAsync(
        IKafkaClients clients,
        KafkaOptions options,
        IReadOnlyCollection<string> topics,
        int largest,
        string key
    )
    {
        var needed = largest + Overhead;
        var findings = new List<string>();
        if (Client(options) is var client && client < needed)
        {
            findings.Add(
                $"{key} is {largest}, but the client sends at most {client} bytes: set Kafka__Client__{ClientKey} to "
                    + $"{needed} or more, or {key} to {client - Overhead} or less."
            );
        }

        using var admin = clients.CreateAdmin();
        var results = await admin.DescribeConfigsAsync(
            topics.Select(x => new ConfigResource { Type = ResourceType.Topic, Name = x }),
            new DescribeConfigsOptions { RequestTimeout = Timeout }
        );
        foreach (var result in results)
        {
            // The topic's own value or, without one, the brokers' message.max.bytes: Kafka answers with what counts.
            if (
                result.Entries.TryGetValue(TopicKey, out var entry)
                && long.TryParse(entry.Value, CultureInfo.InvariantCulture, out var limit)
                && limit < needed
            )
            {
                findings.Add(
                    $"{key} is {largest}, but topic {result.ConfigResource.Name} takes at most {limit} bytes: set its "
                        + $"{TopicKey} (or the brokers' message.max.bytes and replica.fetch.max.bytes) to {needed} "
                        + $"or more, or {key} to {limit - Overhead} or less."
                );
            }
        }

        return findings;
    }

    private static int Client(KafkaOptions options) =>
        options.Client.TryGetValue(ClientKey, out var text)
        && int.TryParse(text, CultureInfo.InvariantCulture, out var given)
            ? given
            : ClientDefault;
}
