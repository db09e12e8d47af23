namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>Where in a text a literal must stand.</summary>
internal enum TextMatch
{
    Whole,
    Start,
    End,
    Anywhere,
}
