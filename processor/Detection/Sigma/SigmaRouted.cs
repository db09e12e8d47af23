using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Sigma.Correlations;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>What Sigma makes of one event.</summary>
/// <param name="Alerts">Alerts of rules over single events, in the order of the rules.</param>
/// <param name="Hits">Hits for correlations, one per correlation and group.</param>
internal readonly record struct SigmaRouted(IReadOnlyList<Alert> Alerts, IReadOnlyList<SigmaHit> Hits)
{
    public static SigmaRouted Nothing { get; } = new([], []);
}
