using System.Text;
using Pipeline.Processor.Delivery;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

namespace Pipeline.Processor;

/// <summary>The topology as text, in the form that Kafka Streams describes its own.</summary>
internal static class TopologyText
{
    public static string Of(string application, IReadOnlyList<Stage> stages, IReadOnlyList<SinkDefinition> sinks)
    {
        var text = new StringBuilder("Topologies:\n");
        foreach (var stage in stages)
        {
            text.Append(
                $"   Stage: {stage.Name} (group {stage.ApplicationId(application)}, exactly-once): {stage.Purpose}\n"
            );
            text.Append($"    Source: {stage.Input}\n");
            text.Append($"    Store: {stage.Store} (changelog {stage.Changelog(application, 1).Name})\n");
            foreach (var output in stage.Outputs)
            {
                text.Append($"    Sink: {output}\n");
            }

            text.Append($"    Dead letters: {Topics.DeadLetters(stage.Input)}\n\n");
        }

        foreach (var sink in sinks)
        {
            text.Append($"   Sink: {sink.Role} (group {application}-{sink.Role}, at-least-once with stable ids)\n");
            text.Append($"    Source: {sink.Topic}\n");
            text.Append($"    Dead letters: {Topics.DeadLetters(sink.Topic)}\n\n");
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }
}
