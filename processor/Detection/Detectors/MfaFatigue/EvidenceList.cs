namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Keeps evidence bounded: the first, the last, and what changed the stage.</summary>
internal static class EvidenceList
{
    public const int Max = 50;
    private const int Edge = 10;

    /// <summary>Puts an item in its place in time.</summary>
    public static IReadOnlyList<MfaEvidenceItem> Add(IReadOnlyList<MfaEvidenceItem> list, MfaEvidenceItem item)
    {
        var kept = new List<MfaEvidenceItem>(list.Count + 1);
        kept.AddRange(list);
        var place = kept.Count;
        while (place > 0 && MfaSignal.Compare(kept[place - 1], item) > 0)
        {
            place--;
        }

        kept.Insert(place, item);
        if (kept.Count > Max)
        {
            kept.RemoveAt(Victim(kept));
        }

        return kept;
    }

    private static int Victim(List<MfaEvidenceItem> list)
    {
        for (var i = Edge; i < list.Count - Edge; i++)
        {
            if (!list[i].Turning)
            {
                return i;
            }
        }

        return Edge;
    }

    /// <summary>Marks an event as one that changed the stage.</summary>
    public static IReadOnlyList<MfaEvidenceItem> MarkTurning(IReadOnlyList<MfaEvidenceItem> list, string uuid)
    {
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (list[i].Uuid == uuid)
            {
                var marked = new List<MfaEvidenceItem>(list) { [i] = list[i] with { Turning = true } };
                return marked;
            }
        }

        return list;
    }
}
