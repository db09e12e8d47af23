using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>Where a tenant's collection begins when its partition is taken over. Pure.</summary>
internal static class StartPosition
{
    /// <summary>Okta keeps its log for 90 days; an older since is refused.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    /// <param name="checkpoint">The tenant's checkpoint, or null.</param>
    /// <param name="inRaw">Whether raw has events of the tenant; asked only without a checkpoint.</param>
    /// <param name="lastPolled">A published time the poll has come to, or null.</param>
    /// <param name="org">The configured org.</param>
    /// <param name="since">How far back a first collection begins.</param>
    /// <param name="now">Now.</param>
    public static Position Of(
        Position? checkpoint,
        bool inRaw,
        DateTimeOffset? lastPolled,
        OrgUrl org,
        TimeSpan since,
        DateTimeOffset now
    )
    {
        if (checkpoint is not null)
        {
            // A cursor of another host is worthless here; an alias of the same org serves the same uuids.
            return checkpoint.OrgUrl == org.Text ? checkpoint : Rewind(checkpoint, org, now);
        }

        var first = Position.First(org, now - since);
        if (!inRaw)
        {
            return first;
        }

        // Only backfilled events are no trace of polling; still, they must not come twice.
        return lastPolled is null
            ? first.Rewound(org, now - since)
            : Rewind(first with { Reached = lastPolled }, org, now);
    }

    /// <summary>Polling again from before the last event; where there never was one, from the same beginning.</summary>
    public static Position Rewind(Position position, OrgUrl org, DateTimeOffset now)
    {
        var oldest = now - Retention + PollPolicy.Overlap;
        var since = (position.Reached ?? now - TimeSpan.FromDays(7)) - PollPolicy.Overlap;
        return position.Rewound(org, since < oldest ? oldest : since);
    }
}
