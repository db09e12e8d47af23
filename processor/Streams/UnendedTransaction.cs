using Confluent.Kafka;

namespace Pipeline.Processor.Streams;

/// <summary>
/// What the transaction has touched that is open, or was when the last life of this engine ended. Outlives lives, so that
/// the next one can make sure that nothing of it stays open (N15).
/// </summary>
/// <remarks>Written by the stream thread; one life after the other.</remarks>
internal sealed class UnendedTransaction
{
    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);
    private List<TopicPartitionOffset> _offsets = [];

    /// <summary>Topics it wrote to.</summary>
    public IReadOnlyCollection<string> Topics => _topics;

    /// <summary>Offsets it was to commit; empty if it did not come so far.</summary>
    public IReadOnlyCollection<TopicPartitionOffset> Offsets => _offsets;

    public void Wrote(string topic) => _topics.Add(topic);

    public void Sent(IEnumerable<TopicPartitionOffset> offsets) => _offsets = [.. offsets];

    /// <summary>Nothing of it is undecided any more.</summary>
    public void Ended()
    {
        _topics.Clear();
        _offsets = [];
    }
}
