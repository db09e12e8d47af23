namespace Pipeline.Processor.Routing;

/// <summary>Which events come later than the lateness: detections may have gone on without them. Pure.</summary>
internal static class LateEvents
{
    /// <param name="published">Time of the event.</param>
    /// <param name="clock">
    /// How far the tenant's event time had come; the beginning of time before its first event.
    /// </param>
    /// <param name="lateness">How late an event may come.</param>
    public static bool Is(DateTimeOffset published, DateTimeOffset clock, TimeSpan lateness) =>
        clock - DateTimeOffset.MinValue >= lateness && published < clock - lateness;
}
