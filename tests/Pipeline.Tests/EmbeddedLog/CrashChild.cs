using System.Runtime.CompilerServices;
using System.Text;
using Confluent.Kafka;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;

namespace Pipeline.Tests.EmbeddedLog;

/// <summary>
/// The process that is killed: the test program started again with <see cref="Variable"/> set. Copies topic a to b,
/// counts in the compacted topic state, and commits records, count and offsets together, until somebody ends it.
/// </summary>
internal static class CrashChild
{
    public const string Variable = "EMBEDDED_LOG_CRASH_CHILD";

    /// <summary>Its first line: it is about to copy.</summary>
    public const string Ready = "ready";

    /// <summary>Its second: it has committed for the first time.</summary>
    public const string Copied = "copied";

    /// <summary>Offsets in a commit of their own: the mistake that the oracle must see.</summary>
    public const string Split = "split";

    /// <summary>Ends a child whose parent forgot it.</summary>
    private static readonly TimeSpan MaxLife = TimeSpan.FromSeconds(120);

    /// <summary>The test runner's own entry point is generated; this runs before it.</summary>
    [ModuleInitializer]
    public static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
        {
            return;
        }

        var parts = text.Split('|');
        Copy(parts[0], parts[1] == Split);
        Environment.Exit(0);
    }

    private static void Copy(string directory, bool split)
    {
        using var log = Pipeline.Processor.Embedded.EmbeddedLog.Open(directory, new(), TimeProvider.System);
        using var consumer = log.CreateConsumer(Group("copy"));
        using var producer = Transactional(log, "copy");
        consumer.Subscribe("a");
        consumer.Consume(TimeSpan.Zero);
        var next = Math.Max(0, consumer.Committed([new TopicPartition("a", 0)], Second)[0].Offset.Value);
        consumer.Seek(new TopicPartitionOffset("a", 0, next));
        Console.WriteLine(Ready);
        var isFirst = true;
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < MaxLife)
        {
            producer.BeginTransaction();
            for (var i = 0; i < 5 && consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } record; i++)
            {
                producer.Produce("b", Record(null, Encoding.UTF8.GetString(record.Message.Value)));
                next = record.Offset.Value + 1;
            }

            producer.Produce("state", Record("count", $"{next}"));
            var offsets = new[] { new TopicPartitionOffset("a", 0, next) };
            if (split)
            {
                producer.CommitTransaction();
                consumer.Commit(offsets);
            }
            else
            {
                producer.SendOffsetsToTransaction(offsets, consumer.ConsumerGroupMetadata, Second);
                producer.CommitTransaction();
            }

            if (isFirst)
            {
                Console.WriteLine(Copied);
                isFirst = false;
            }
        }
    }
}
