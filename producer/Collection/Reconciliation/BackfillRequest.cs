namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>What somebody asks a tenant's owner to do.</summary>
/// <param name="Id">The time of the request; a later request has a greater one (ordinal).</param>
/// <param name="From">First published.</param>
/// <param name="Until">The published it ends before.</param>
/// <param name="Cancel">Not to begin, or to end, the backfill of this id.</param>
internal sealed record BackfillRequest(string Id, DateTimeOffset From, DateTimeOffset Until, bool Cancel = false);
