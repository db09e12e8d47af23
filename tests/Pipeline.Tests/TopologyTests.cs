using Pipeline.Processor;

namespace Pipeline.Tests;

/// <summary>The dataflow as people read it. <c>UPDATE_GOLDEN=1</c> rewrites the files.</summary>
public sealed class TopologyTests
{
    [Fact]
    public void The_topology_reads_as_documented() =>
        Golden.Matches("tests/Pipeline.Tests/topology.txt", TopologyText.Of("okta", Topology.Stages, Topology.Sinks));

    [Fact]
    public void The_topology_draws_as_documented() =>
        Golden.Matches(
            "tests/Pipeline.Tests/topology.mmd",
            TopologyMermaid.Of("okta", Topology.Stages, Topology.Sinks)
        );
}
