using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Streams;

/// <summary>One stage of the topology: reads one topic, keeps one store, writes any of its outputs.</summary>
/// <param name="Name">Role name, e.g. <c>route</c>.</param>
/// <param name="Input">The one topic it reads.</param>
/// <param name="Outputs">Topics it may write, besides the dead letters of its input.</param>
/// <param name="Store">Name of its state store.</param>
/// <param name="Purpose">What it does, for people.</param>
/// <param name="Step">Makes its step.</param>
internal sealed record Stage(
    string Name,
    string Input,
    IReadOnlyList<string> Outputs,
    string Store,
    string Purpose,
    Func<StageServices, IStep> Step
)
{
    /// <summary>Application id in Streamiz, group id in Kafka.</summary>
    public string ApplicationId(string application) => $"{application}-{Name}";

    /// <summary>The changelog of its store, partitioned as its input.</summary>
    public TopicSpec Changelog(string application, int partitions) =>
        new(Topics.Changelog(ApplicationId(application), Store), partitions, CleanupPolicy.Compact, null, null);
}
