namespace Pipeline.Processor.Detection.Timelines;

/// <summary>When a timeline must be looked at although nothing comes: the one timer that it asks for. Used once.</summary>
/// <param name="kind">Kind of the entity.</param>
/// <param name="now">How far the tenant's event time has come.</param>
/// <param name="lateness">How late an event may come.</param>
internal ref struct TimelineDue(string kind, DateTimeOffset now, TimeSpan lateness)
{
    /// <summary>Who shows nothing of an administrator for a year is none; a timeline must not stay for that alone.</summary>
    public static readonly TimeSpan AdminAge = TimeSpan.FromDays(365);

    private DateTimeOffset? _due;

    /// <returns>The time; null if there is nothing to wait for.</returns>
    public DateTimeOffset? Of(Timeline timeline, Mark[] marks)
    {
        foreach (var emitted in timeline.Emitted)
        {
            At(emitted.Last + emitted.Gap + lateness);
        }

        foreach (var wake in timeline.Wakes.Values)
        {
            At(wake);
        }

        if (marks.Length > 0)
        {
            // Forgetting can wait: a timer for every event would double the writes to the changelog.
            At(UpToHour(marks.Min(x => x.Until) + lateness));
        }

        if (_due is null)
        {
            Rest(timeline);
        }

        return _due;
    }

    /// <summary>With nothing else to wait for: when what is left will have been forgotten.</summary>
    private void Rest(Timeline timeline)
    {
        if (timeline.History.Last is { } last)
        {
            At(UpToHour(last + SourceHistory.AgeOf(kind) + lateness));
        }

        if (timeline.AdminSeen is { } seen)
        {
            At(UpToHour(seen + AdminAge + lateness));
        }

        foreach (var memory in timeline.Memories.Values)
        {
            At(UpToHour(memory.Ends + lateness));
        }
    }

    private void At(DateTimeOffset time)
    {
        var next = time > now ? time : now + TimeSpan.FromMilliseconds(1);
        _due = next < _due || _due is null ? next : _due;
    }

    private static DateTimeOffset UpToHour(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour) + TimeSpan.TicksPerHour, TimeSpan.Zero);
}
