namespace Pipeline.Processor.Backtest;

/// <summary>
/// The uuids of a tenant's events so far. A file may hold any number of them, so those in Okta's form are kept as the
/// 16 bytes they stand for, which the garbage collector need not look at.
/// </summary>
internal sealed class SeenEvents
{
    private readonly HashSet<Guid> _usual = [];
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);

    /// <returns>Whether it is new.</returns>
    public bool Add(string uuid) => IsUsual(uuid, out var id) ? _usual.Add(id) : _others.Add(uuid);

    /// <summary>Whether a uuid is written in the one way that its bytes give back.</summary>
    private static bool IsUsual(string uuid, out Guid id)
    {
        Span<char> text = stackalloc char[36];
        return Guid.TryParseExact(uuid, "D", out id) && id.TryFormat(text, out _, "D") && text.SequenceEqual(uuid);
    }
}
