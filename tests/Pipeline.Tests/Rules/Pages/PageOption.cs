namespace Pipeline.Tests.Rules.Pages;

/// <summary>An option of a detector.</summary>
internal sealed record PageOption(string Name, string Default, string Meaning);
