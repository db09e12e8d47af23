namespace Pipeline.Processor.Detection.Timelines;

/// <summary>The bound on what one entity's events take. Pure.</summary>
internal static class MarkBound
{
    /// <summary>
    /// Bytes of events kept for one entity, well below Kafka's default message limit of 1 MB that the changelog has.
    /// </summary>
    private const int MaxWeight = 256 * 1024;

    /// <summary>In a flood the settled events that would go first anyway go early, then the oldest.</summary>
    /// <param name="marks">The events of an entity, in order of time.</param>
    /// <returns>What stays; and the time of the last that had to go, null where none had to.</returns>
    public static (Mark[] Kept, DateTimeOffset? Overflowed) Keep(Mark[] marks)
    {
        var weight = 0;
        foreach (var mark in marks)
        {
            weight += mark.Weight;
        }

        if (weight <= MaxWeight)
        {
            return (marks, null);
        }

        var kept = marks.ToList();
        DateTimeOffset? overflowed = null;
        while (weight > MaxWeight)
        {
            var victim = 0;
            for (var i = 1; i < kept.Count; i++)
            {
                if (kept[i].Until < kept[victim].Until)
                {
                    victim = i;
                }
            }

            var gone = kept[victim];
            weight -= gone.Weight;
            kept.RemoveAt(victim);
            overflowed = gone.Time < overflowed ? overflowed : gone.Time;
        }

        return ([.. kept], overflowed);
    }
}
