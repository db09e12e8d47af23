namespace Pipeline.Processor.Delivery.Policies;

/// <summary>The fate of one record of a batch.</summary>
/// <param name="Kind">Acknowledged, Retry or Rejected.</param>
/// <param name="Status">Its status.</param>
internal sealed record ItemVerdict(VerdictKind Kind, int Status);
