using System.Text;
using Pipeline.Schemas;

namespace Pipeline.Processor.Steps;

/// <summary>Makes the dead letter of a record: key, value and headers as they were, and why in text headers.</summary>
internal static class DeadLetter
{
    /// <summary>Longest <c>error.message</c>: enough for a sentence, too little to fill a topic.</summary>
    private const int MaxMessage = 1024;

    public static OutputRecord Of(InputRecord record, string stage, string reason, string message)
    {
        var headers = new List<KeyValuePair<string, byte[]>>(record.Headers);
        Add(headers, HeaderNames.ErrorReason, reason);
        Add(headers, HeaderNames.ErrorMessage, message.Length > MaxMessage ? message[..MaxMessage] : message);
        Add(headers, HeaderNames.ErrorStage, stage);
        Add(headers, HeaderNames.SourceTopic, record.Topic);
        Add(headers, HeaderNames.SourcePartition, $"{record.Partition}");
        Add(headers, HeaderNames.SourceOffset, $"{record.Offset}");
        Add(headers, HeaderNames.SourceTimestamp, $"{record.TimestampMs}");
        return new OutputRecord(Topics.DeadLetters(record.Topic), record.Key, record.Value, headers);
    }

    private static void Add(List<KeyValuePair<string, byte[]>> headers, string name, string value) =>
        headers.Add(new(name, Encoding.UTF8.GetBytes(value)));
}
