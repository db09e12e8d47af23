namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>
/// A Sigma correlation: a measure over the hits of other rules, per group, in a sliding window of event time.
/// </summary>
internal sealed class SigmaCorrelation
{
    public required SigmaHeader Header { get; init; }
    public required CorrelationType Type { get; init; }

    /// <summary>Ids of the rules and correlations it is made of, in the order of the file.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Empty: the whole tenant is one group.</summary>
    public required IReadOnlyList<GroupField> GroupBy { get; init; }

    /// <summary>The field whose values are counted or summed; null for types without one.</summary>
    public required GroupField? Value { get; init; }

    /// <summary>Window, both ends included.</summary>
    public required TimeSpan Timespan { get; init; }

    /// <summary>All must hold.</summary>
    public required IReadOnlyList<CorrelationBound> Condition { get; init; }

    /// <summary>For <see cref="CorrelationType.ValuePercentile"/>, 0 to 100.</summary>
    public decimal Percentile { get; init; }

    /// <summary>Whether the rules it is made of alert as well.</summary>
    public bool Generate { get; init; }

    public string Id => Header.Id;

    /// <summary>0 over rules of events, one more than the deepest correlation it is made of.</summary>
    public int Depth { get; internal set; }

    /// <summary>Whether it alerts; see <see cref="SigmaRule.Alerts"/>.</summary>
    public bool Alerts { get; internal set; } = true;

    /// <summary>Correlations that count its detections.</summary>
    public IReadOnlyList<SigmaCorrelation> UsedBy { get; internal set; } = [];

    /// <summary>Fields of events that correlations above it group by or count: its hits carry them along.</summary>
    public IReadOnlyList<string> Carried { get; internal set; } = [];

    /// <summary>
    /// A detection may stand as late as the events under it, so each level of a chain waits once more.
    /// </summary>
    public TimeSpan LatenessWith(CorrelationOptions options) => options.Lateness * (1 + Depth);

    /// <summary>Place of a rule or correlation in <see cref="Rules"/>.</summary>
    public int PositionOf(string id)
    {
        for (var i = 0; i < Rules.Count; i++)
        {
            if (Rules[i].Equals(id, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new ArgumentException($"'{id}' is no part of the correlation '{Id}'.", nameof(id));
    }
}
