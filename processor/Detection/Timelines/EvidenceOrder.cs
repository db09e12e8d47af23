namespace Pipeline.Processor.Detection.Timelines;

/// <summary>The order in which a finding shows its evidence: that of the timeline.</summary>
internal static class EvidenceOrder
{
    private static readonly Comparer<Mark> Order = Comparer<Mark>.Create(Mark.Compare);

    public static IEnumerable<(Moment Moment, string Note)> InOrder(
        this IEnumerable<(Moment Moment, string Note)> evidence
    ) => evidence.OrderBy(x => x.Moment.Mark, Order);
}
