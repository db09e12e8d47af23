using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Pipeline.Processor.Routing;

/// <summary>
/// The published list of event types, as data (<c>event-types.csv</c>): which events are telemetry, which are alerts.
/// Types compare without case. What the list does not name is telemetry of category Other.
/// </summary>
internal sealed class EventTypeList
{
    private const string Resource = "event-types.csv";

    /// <summary>Bound on remembered answers: Okta has about 1,300 types, a hostile log any number.</summary>
    private const int MaxRemembered = 10_000;

    private static readonly EventTypeRow Unlisted = new("*", "Other", IsAlert: false);

    private readonly FrozenDictionary<string, EventTypeRow> _exact;
    private readonly IReadOnlyList<EventTypeRow> _wildcards;
    private readonly ConcurrentDictionary<string, EventTypeRow> _remembered = new(StringComparer.Ordinal);

    private EventTypeList(IReadOnlyList<EventTypeRow> rows)
    {
        Rows = rows;
        _wildcards = [.. rows.Where(x => x.Pattern.Contains('*', StringComparison.Ordinal))];
        _exact = rows.Except(_wildcards).ToFrozenDictionary(x => x.Pattern, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The list as published.</summary>
    public static EventTypeList Published { get; } = Load();

    public IReadOnlyList<EventTypeRow> Rows { get; }

    /// <summary>The row of an event type.</summary>
    public EventTypeRow Find(string eventType)
    {
        if (_remembered.TryGetValue(eventType, out var row))
        {
            return row;
        }

        row =
            _exact.GetValueOrDefault(eventType)
            ?? _wildcards.FirstOrDefault(x => Matches(x.Pattern, eventType))
            ?? Unlisted;
        if (_remembered.Count < MaxRemembered)
        {
            _remembered.TryAdd(eventType, row);
        }

        return row;
    }

    /// <summary>Whether a row is one of the list.</summary>
    public static bool IsListed(EventTypeRow row) => !ReferenceEquals(row, Unlisted);

    private static bool Matches(string pattern, string eventType)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return eventType.Length >= pattern.Length - 1
            && eventType.AsSpan().StartsWith(pattern.AsSpan(0, star), StringComparison.OrdinalIgnoreCase)
            && eventType.AsSpan().EndsWith(pattern.AsSpan(star + 1), StringComparison.OrdinalIgnoreCase);
    }

    private static EventTypeList Load()
    {
        using var stream = typeof(EventTypeList).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var rows = new List<EventTypeRow>();
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var cells = line.Split(',');
            rows.Add(new EventTypeRow(cells[0], cells[1], cells[2] is "alert"));
        }

        return new EventTypeList(rows);
    }
}
