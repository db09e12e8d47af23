namespace Pipeline.Processor;

/// <summary>Section <c>Processor</c> of the configuration.</summary>
internal sealed class ProcessorOptions
{
    public const string Section = "Processor";
    public const string DefaultApplication = "okta";

    /// <summary>First part of group ids, transactional ids and changelogs. Default: okta.</summary>
    public string Application { get; set; } = DefaultApplication;

    /// <summary>
    /// Identity of this instance, unique and stable. Default: the host's name, which is the pod's in Kubernetes. Two
    /// processes on one host need <c>--instance</c>.
    /// </summary>
    public string? Instance { get; set; }

    /// <summary>
    /// Engines of each stage in this process; see <see cref="Streams.EngineInstances"/>. Default: from the cores.
    /// </summary>
    public int? Instances { get; set; }

    /// <summary>How long records gather in a transaction. Default: 100 ms.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    public string InstanceOrHost() =>
        Instance is { Length: > 0 } instance ? instance
        : Environment.GetEnvironmentVariable("HOSTNAME") is { Length: > 0 } host ? host
        : Environment.MachineName;
}
