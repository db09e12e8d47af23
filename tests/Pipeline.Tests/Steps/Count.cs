namespace Pipeline.Tests.Steps;

/// <summary>State of <see cref="CountingStep"/>.</summary>
internal sealed record Count(int Value);
