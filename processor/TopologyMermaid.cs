using System.Text;
using Pipeline.Processor.Delivery;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

namespace Pipeline.Processor;

/// <summary>The topology as a Mermaid flowchart, which GitHub and most wikis draw.</summary>
internal static class TopologyMermaid
{
    public static string Of(string application, IReadOnlyList<Stage> stages, IReadOnlyList<SinkDefinition> sinks)
    {
        var text = new StringBuilder("flowchart LR\n");
        text.Append($"  okta((\"Okta org\")) --> producer[producer] --> {Topic(Topics.Raw)}\n");
        foreach (var stage in stages)
        {
            text.Append($"  {Topic(stage.Input)} --> {stage.Name}[{stage.Name}]\n");
            text.Append($"  {stage.Name} <--> {Topic(stage.Changelog(application, 1).Name)}\n");
            foreach (var output in stage.Outputs)
            {
                text.Append($"  {stage.Name} --> {Topic(output)}\n");
            }

            text.Append($"  {stage.Name} -. poison .-> {Topic(Topics.DeadLetters(stage.Input))}\n");
        }

        foreach (var sink in sinks)
        {
            text.Append($"  {Topic(sink.Topic)} --> {sink.Role}[{sink.Role}] --> receiver((\"Red Canary\"))\n");
        }

        return text.ToString();
    }

    private static string Topic(string name) => $"{name.Replace('-', '_')}[({name})]";
}
