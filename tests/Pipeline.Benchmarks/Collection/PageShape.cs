namespace Pipeline.Benchmarks.Collection;

/// <summary>How the org makes the pages of a backlog.</summary>
internal enum PageShape
{
    /// <summary>Rendered beforehand, sent as they are: no org is faster, so the ratio is at its worst.</summary>
    Memory,

    /// <summary>
    /// Rendered and compressed beforehand: what is measured of the client's side includes the gunzip.
    /// </summary>
    Gzip,

    /// <summary>
    /// Joined of their events and compressed at each request, as an org does that serves from its store.
    /// </summary>
    Fresh,
}
