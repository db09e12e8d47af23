namespace Pipeline.Processor;

/// <summary>A sink as the topology page shows it.</summary>
internal sealed record SinkLine(string Role, string Input);
