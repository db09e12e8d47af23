namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// When a timeline must be looked at although nothing comes: the one timer that it asks for. Used once.
/// </summary>
/// <param name="kind">Kind of the entity.</param>
/// <param name="now">How far the tenant's event time has come.</param>
/// <param name="lateness">How late an event may come.</param>
internal ref struct TimelineDue(string kind, DateTimeOffset now, TimeSpan lateness)
{
    private DateTimeOffset? _due;

    /// <param name="timeline">The timeline, but for the parts below.</param>
    /// <param name="marks">Its marks as they are now.</param>
    /// <param name="wakes">Its wakes as they are now.</param>
    /// <returns>The time; null if there is nothing to wait for.</returns>
    public DateTimeOffset? Of(Timeline timeline, Mark[] marks, IReadOnlyDictionary<string, DateTimeOffset> wakes)
    {
        foreach (var emitted in timeline.Emitted)
        {
            At(emitted.Last + emitted.Gap + lateness);
        }

        if (wakes.Count > 0)
        {
            At(wakes.Values.Min());
        }

        if (marks.Length > 0)
        {
            // Forgetting can wait: a timer for every event would double the writes to the changelog.
            At(UpToHour(Forgotten(marks) + lateness));
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
            At(UpToHour(seen + AdminActivity.Age + lateness));
        }

        foreach (var memory in timeline.Memories.Values)
        {
            At(UpToHour(memory.Ends + lateness));
        }
    }

    /// <summary>When the first of the marks is of no use to any rule.</summary>
    private static DateTimeOffset Forgotten(Mark[] marks)
    {
        var first = marks[0].Until;
        foreach (var mark in marks)
        {
            first = mark.Until < first ? mark.Until : first;
        }

        return first;
    }

    private void At(DateTimeOffset time)
    {
        var next = time > now ? time : now + TimeSpan.FromMilliseconds(1);
        _due = next < _due || _due is null ? next : _due;
    }

    private static DateTimeOffset UpToHour(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour) + TimeSpan.TicksPerHour, TimeSpan.Zero);
}
