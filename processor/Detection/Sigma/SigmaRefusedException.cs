namespace Pipeline.Processor.Detection.Sigma;

/// <summary>A rule cannot be loaded; says where and why. Never leaves <see cref="SigmaRuleSet.Load"/>.</summary>
/// <param name="line">Line in the file.</param>
/// <param name="reason">A sentence for the author of the rule.</param>
internal sealed class SigmaRefusedException(int line, string reason) : Exception(reason)
{
    public int Line => line;
}
