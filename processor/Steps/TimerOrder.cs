namespace Pipeline.Processor.Steps;

/// <summary>Timers by time, then by key: the same order on every machine and in every replay.</summary>
internal sealed class TimerOrder : IComparer<(DateTimeOffset Due, string Key)>
{
    public static TimerOrder Instance { get; } = new();

    public int Compare((DateTimeOffset Due, string Key) x, (DateTimeOffset Due, string Key) y) =>
        x.Due.CompareTo(y.Due) is var order and not 0 ? order : string.CompareOrdinal(x.Key, y.Key);
}
