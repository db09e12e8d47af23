using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>
/// The machine of correlations: <c>(state, hit or timer) → (state, alerts)</c> for one group. Pure. Windows slide
/// in event
/// time, end at a hit and include both ends; a late hit looks again at the windows it falls into.
/// </summary>
/// <remarks>
/// An alert goes out with the hit that completes a window. If a late event then shows that the detection began earlier,
/// or was none, its id would be wrong: the announced alert is closed as superseded or withdrawn, and the right one goes
/// out. So the alerts that stay do not depend on the order of arrival, and nobody waits out the lateness.
/// </remarks>
internal sealed class SigmaCorrelator
{
    /// <summary>First part of the keys of its states; never changed.</summary>
    public const string StateKind = "sigma";

    private readonly Dictionary<string, SigmaCorrelation> _correlations;
    private readonly CorrelationOptions _options;

    public SigmaCorrelator(IEnumerable<SigmaCorrelation> correlations, CorrelationOptions? options = null)
    {
        _correlations = correlations.ToDictionary(x => x.Id, StringComparer.OrdinalIgnoreCase);
        _options = options ?? CorrelationOptions.Default;
    }

    /// <summary>How its states are written to the changelog.</summary>
    public static IStateCodec StateCodec { get; } =
        new JsonStateCodec<CorrelationState>(CorrelationJson.Default.CorrelationState);

    /// <param name="state">State of the group; null before its first hit.</param>
    /// <param name="hit">The hit.</param>
    /// <param name="tenant">Integration.</param>
    /// <param name="clock">How far the tenant's event time has come, this hit included.</param>
    public CorrelationResult OnHit(CorrelationState? state, SigmaHit hit, string tenant, DateTimeOffset clock)
    {
        if (!_correlations.TryGetValue(hit.Correlation, out var correlation))
        {
            // The rule was removed while its hits were under way.
            return new CorrelationResult(null, null, [], []);
        }

        var turn = new CorrelationTurn(correlation, _options, tenant, clock, hit.Uuid);
        turn.Begin(state ?? new CorrelationState { Correlation = correlation.Id, Group = hit.Group });
        var tooLate = hit.Time < clock - correlation.LatenessWith(_options);
        if (!tooLate)
        {
            turn.Apply(hit);
        }

        return turn.Result(tooLate);
    }

    /// <summary>The tenant's clock reached the timer of this state.</summary>
    public CorrelationResult OnTimer(CorrelationState state, string tenant, DateTimeOffset due, DateTimeOffset clock)
    {
        if (!_correlations.TryGetValue(state.Correlation, out var correlation))
        {
            return new CorrelationResult(null, null, [], []);
        }

        var now = clock > due ? clock : due;
        var turn = new CorrelationTurn(correlation, _options, tenant, now, $"timer:{due:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}");
        turn.Begin(state);
        return turn.Result(tooLate: false);
    }
}
