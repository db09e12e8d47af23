using System.Reflection;
using Streamiz.Kafka.Net;

namespace Pipeline.Processor.Streams;

/// <summary>
/// Makes the next commit of Streamiz' thread due. It has no public way to (ADR 19): <c>ProcessorContext.Commit()</c>
/// only marks a task, and the thread looks at its interval alone. So the time of its last commit is set back.
/// </summary>
internal static class StreamizCommit
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <returns>
    /// The action, to be called on the stream thread; null if this version of Streamiz is built otherwise.
    /// </returns>
    public static Action? MakeDue(KafkaStream stream)
    {
        var threads = typeof(KafkaStream).GetField("threads", Private)?.GetValue(stream) as Array;
        if (threads is not { Length: 1 } || threads.GetValue(0) is not { } thread)
        {
            return null;
        }

        var last = thread.GetType().GetField("lastCommit", Private);
        object longAgo = DateTime.MinValue;
        return last?.FieldType == typeof(DateTime) ? () => last.SetValue(thread, longAgo) : null;
    }
}
