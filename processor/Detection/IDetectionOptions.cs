namespace Pipeline.Processor.Detection;

/// <summary>The options of each tenant as of now; they may change while the program runs.</summary>
internal interface IDetectionOptions
{
    DetectionOptions Of(string tenant);
}
