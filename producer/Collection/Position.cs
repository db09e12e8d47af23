using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>Where collection of a tenant stands: what a checkpoint holds.</summary>
internal sealed record Position
{
    /// <summary>The exact URL to ask next.</summary>
    public required string Url { get; init; }

    /// <summary>The org the URL belongs to.</summary>
    public required string OrgUrl { get; init; }

    /// <summary>
    /// Elements at the beginning of the page at <see cref="Url"/> that are published already: above 0 only where Okta
    /// gave events but no link to go on, so that the same page is read again.
    /// </summary>
    public int PageElements { get; init; }

    /// <summary>
    /// Set while pages may hold events that raw has already (after a lost cursor): raw from this time on says which.
    /// </summary>
    public DateTimeOffset? RecheckSince { get; init; }

    /// <summary>
    /// Until when the org's rate window is closed to us; null while it is open. Kept, so that a new owner of the tenant
    /// does not ask inside of it.
    /// </summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    public string? LastEventId { get; init; }

    /// <summary>
    /// A published time that polling has come to: the greatest <see cref="PageTally.Reached"/> of its pages.
    /// </summary>
    public DateTimeOffset? Reached { get; init; }

    public long Events { get; init; }

    public long Pages { get; init; }

    public long DeadLetters { get; init; }

    /// <summary>Where a tenant without a checkpoint begins.</summary>
    public static Position First(OrgUrl org, DateTimeOffset since) =>
        new() { Url = LogsUrl.First(org, since), OrgUrl = org.Text };

    /// <summary>
    /// Where to go on when the cursor is lost: polling again from before the last event. Okta orders polling by the
    /// time it stored an event, which is never before published, so this overlaps and loses nothing.
    /// </summary>
    public Position Rewound(OrgUrl org, DateTimeOffset since) =>
        this with
        {
            Url = LogsUrl.First(org, since),
            OrgUrl = org.Text,
            PageElements = 0,
            RecheckSince = RecheckSince < since ? RecheckSince : since,
        };
}
