using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Processors.Public;
using Streamiz.Kafka.Net.SerDes;
using StreamizTopology = Streamiz.Kafka.Net.Stream.Topology;

namespace Pipeline.Processor.Streams;

/// <summary>
/// A stage in Streamiz' own DSL: source → processor with its store. Outputs are not a sink of it: they go straight to
/// the engine's producer (ADR 26).
/// </summary>
internal static class StageTopology
{
    public static StreamizTopology Build(Stage stage, StepRuntime runtime, EngineGuards guards)
    {
        var builder = new StreamBuilder();
        var processor = ProcessorBuilder
            .New<byte[], byte[]>()
            .Processor<StepProcessor>(runtime)
            .StateStore(new DirtyStoreBuilder(stage.Input, runtime, guards))
            .Build();
        builder
            // Bytes in: a record is decoded once, in the step, where a bad one becomes a dead letter (6).
            .Stream(stage.Input, new ByteArraySerDes(), new ByteArraySerDes())
            .Process(processor, stage.Name);
        return builder.Build();
    }
}
