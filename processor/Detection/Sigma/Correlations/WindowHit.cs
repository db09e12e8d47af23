namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>A hit as the state of its group keeps it.</summary>
/// <param name="Uuid">Of the event or, for chained hits, of the detection.</param>
/// <param name="Time">Event time.</param>
/// <param name="Rules">Positions of the matched rules.</param>
/// <param name="Values">Values counted or summed.</param>
/// <param name="Events">Base events.</param>
/// <param name="Carried">Fields for correlations above.</param>
/// <param name="Fired">Whether the condition held in the window that ends at it.</param>
internal sealed record WindowHit(
    string Uuid,
    DateTimeOffset Time,
    IReadOnlyList<int> Rules,
    IReadOnlyList<string>? Values,
    IReadOnlyList<HitFacts> Events,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Carried,
    bool Fired
);
