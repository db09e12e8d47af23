namespace Pipeline.Kafka.Observation;

/// <summary>Section <c>Http</c>: what a process shows of itself.</summary>
public sealed class HttpOptions
{
    public const string Section = "Http";

    /// <summary>Port of <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>. Default: 0, none.</summary>
    public int Port { get; set; }
}
