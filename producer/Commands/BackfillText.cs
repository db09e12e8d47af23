using System.Globalization;
using Pipeline.Producer.Collection.Reconciliation;

namespace Pipeline.Producer.Commands;

/// <summary>What a backfill looks like on a screen. Pure.</summary>
internal static class BackfillText
{
    private const int Width = 30;

    /// <summary>One line of progress.</summary>
    public static string Line(SpanProgress progress, bool bar)
    {
        var reached = progress.Seen > progress.DoneUntil ? progress.Seen.Value : progress.DoneUntil;
        var filled = (int)(progress.Ratio * Width);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Ratio * 100:0} %  at {reached.UtcDateTime:yyyy-MM-dd HH:mm}  {progress.Compared:N0} events, "
                + $"{progress.Missing:N0} were missing, {progress.Pages:N0} pages"
        );
        return bar ? $"[{new string('#', filled)}{new string('.', Width - filled)}] {text}" : text;
    }

    /// <summary>The sentence at its end.</summary>
    public static string End(string tenant, SpanProgress progress)
    {
        var span = string.Create(CultureInfo.InvariantCulture, $"{progress.From:u} to {progress.Until:u}");
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Compared:N0} events compared, {progress.Missing:N0} were missing and are in raw now, "
                + $"{progress.DeadLetters:N0} dead letters"
        );
        return progress.State switch
        {
            SpanState.Done => $"Backfill of {tenant}, {span}: done. {counts}.",
            SpanState.Cancelled => $"Backfill of {tenant}, {span}: cancelled. {counts}; these stay.",
            _ => $"Backfill of {tenant}, {span}: failed: {progress.Fault} {counts}; these stay.",
        };
    }
}
