namespace Pipeline.Processor.Detection.Sigma;

/// <summary>A rule that was not loaded.</summary>
/// <param name="File">Its file.</param>
/// <param name="Line">Line of what is wrong, from 1.</param>
/// <param name="Rule">Title or id, as far as known.</param>
/// <param name="Reason">What is wrong.</param>
internal sealed record SigmaRefusal(string File, int Line, string? Rule, string Reason)
{
    public override string ToString() => $"{File}:{Line}: {(Rule is null ? "" : $"rule '{Rule}': ")}{Reason}";
}
