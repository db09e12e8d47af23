namespace Pipeline.Processor.Delivery.Policies;

/// <summary>A target's answer, judged.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Why">For people: a status or the message of an exception, without secrets.</param>
/// <param name="Status">HTTP status; null where there is none.</param>
/// <param name="RetryAfter">How long the target asked to be left alone; null where it did not.</param>
/// <param name="Items">Fates by index in the batch, for <see cref="VerdictKind.Partial"/>.</param>
internal sealed record Verdict(
    VerdictKind Kind,
    string Why,
    int? Status = null,
    TimeSpan? RetryAfter = null,
    IReadOnlyDictionary<int, ItemVerdict>? Items = null
)
{
    public static Verdict Acknowledged { get; } = new(VerdictKind.Acknowledged, "acknowledged");
}
