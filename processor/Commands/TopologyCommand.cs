using System.CommandLine;
using Pipeline.Kafka;

namespace Pipeline.Processor.Commands;

/// <summary><c>okta-processor topology</c>: the dataflow on one page.</summary>
internal static class TopologyCommand
{
    public static Command Create()
    {
        var mermaid = new Option<bool>("--mermaid") { Description = "Print a Mermaid flowchart instead of text." };
        var application = new Option<string>("--application")
        {
            Description = "First part of group ids and changelogs.",
            DefaultValueFactory = _ => ProcessorOptions.DefaultApplication,
        };
        var command = new Command("topology", "Print stages, topics, stores and sinks.") { mermaid, application };
        command.SetAction(parse =>
        {
            var name = parse.GetValue(application)!;
            var sinks = Topology.Sinks;
            Console.Out.Write(
                parse.GetValue(mermaid)
                    ? TopologyMermaid.Of(name, Topology.Stages, sinks)
                    : TopologyText.Of(name, Topology.Stages, sinks)
            );
            return ProgramExit.Ok;
        });
        return command;
    }
}
