namespace Pipeline.Processor.Detection;

/// <summary>The same options for every tenant.</summary>
internal sealed class DefaultDetectionOptions(DetectionOptions options) : IDetectionOptions
{
    public static DefaultDetectionOptions Instance { get; } = new(DetectionOptions.Default);

    /// <inheritdoc/>
    public DetectionOptions Of(string tenant) => options;
}
