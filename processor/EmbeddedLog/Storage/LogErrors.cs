using Confluent.Kafka;
using Microsoft.Data.Sqlite;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>The errors of the log in Kafka's codes, each with a sentence.</summary>
internal static class LogErrors
{
    public static Error UnknownTopic(string topic) =>
        new(ErrorCode.UnknownTopicOrPart, $"Topic {topic} does not exist: run `okta-processor topics apply`.");

    public static Error UnknownPartition(TopicPartition name) =>
        new(ErrorCode.UnknownTopicOrPart, $"Partition {name.Partition.Value} of topic {name.Topic} does not exist.");

    public static Error Fenced(string transactionalId) =>
        new(
            ErrorCode.Local_Fenced,
            $"Another producer with transactional id {transactionalId} took over; this one must be disposed.",
            isFatal: true
        );

    public static Error State(string reason) => new(ErrorCode.Local_State, reason);

    public static Error TooLarge(long limit) =>
        new(
            ErrorCode.Local_QueueFull,
            $"The transaction exceeds {limit} bytes (MaxTransactionBytes): commit more often or raise the limit."
        );

    /// <summary>
    /// Disk full and I/O errors: nothing of the commit is in the file, the same work may be tried again.
    /// </summary>
    public static Error Storage(SqliteException error, string directory)
    {
        const int full = 13;
        var remedy =
            error.SqliteErrorCode == full ? "free space on it or raise MaxFileBytes" : "check the disk and its rights";
        return new(ErrorCode.KafkaStorageError, $"The log in {directory} failed ({error.Message}): {remedy}.");
    }
}
