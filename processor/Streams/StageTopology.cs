using Pipeline.Processor.Steps;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Processors;
using Streamiz.Kafka.Net.Processors.Public;
using Streamiz.Kafka.Net.SerDes;
using StreamizTopology = Streamiz.Kafka.Net.Stream.Topology;

namespace Pipeline.Processor.Streams;

/// <summary>A stage in Streamiz' own DSL: source → transformer with its store → sink.</summary>
internal static class StageTopology
{
    public static StreamizTopology Build(Stage stage, StepRuntime runtime, EngineGuards guards)
    {
        var builder = new StreamBuilder();
        var transformer = TransformerBuilder
            .New<byte[], byte[], byte[], OutputRecord>()
            .Transformer<StepTransformer>(runtime)
            .StateStore(new DirtyStoreBuilder(stage.Input, runtime, guards))
            .Build();
        builder
            // Bytes in: a record is decoded once, in the step, where a bad one becomes a dead letter (6).
            .Stream(stage.Input, new ByteArraySerDes(), new ByteArraySerDes())
            .Transform(transformer, stage.Name)
            // Without a partitioner librdkafka places records by murmur2, and Streamiz asks no admin per record.
            .To(
                new OutputTopicExtractor(),
                (IStreamPartitioner<byte[], OutputRecord>)null!,
                new OutputKeySerDes(),
                new OutputSerDes(),
                $"{stage.Name}-out"
            );
        return builder.Build();
    }
}
