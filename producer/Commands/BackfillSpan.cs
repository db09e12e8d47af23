using System.Globalization;
using Pipeline.Kafka;

namespace Pipeline.Producer.Commands;

/// <summary>The span of a backfill, as given on the command line. Pure.</summary>
internal sealed record BackfillSpan(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Okta keeps its log for 90 days by published time.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    private const string Forms = "2026-03-01 or 2026-03-01T13:00:00Z (UTC where no offset is given)";

    /// <summary>Reads the span; null where neither end is given.</summary>
    /// <exception cref="ConfigurationException">It cannot be backfilled.</exception>
    public static BackfillSpan? Read(string? from, string? until, DateTimeOffset now)
    {
        if (from is null && until is null)
        {
            return null;
        }

        if (from is null || until is null)
        {
            throw new ConfigurationException("Give both --from and --to, or neither to follow what is running.");
        }

        var span = new BackfillSpan(Time("--from", from), Time("--to", until));
        if (span.From >= span.Until)
        {
            throw new ConfigurationException($"--from {from} is not before --to {until}: give an earlier --from.");
        }

        if (span.Until > now)
        {
            throw new ConfigurationException($"--to {until} is in the future: the live poll collects what comes.");
        }

        // A day given as a date may have begun a little more than 90 days ago.
        return now - span.From <= Retention + TimeSpan.FromDays(1)
            ? span
            : throw new ConfigurationException(
                $"--from {from} is more than 90 days ago, and Okta keeps 90: give {now - Retention:yyyy-MM-dd} or "
                    + "later."
            );
    }

    private static DateTimeOffset Time(string option, string text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            // Okta's times have milliseconds.
            ? new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero)
            : throw new ConfigurationException($"{option} {text} is no time: give {Forms}.");
}
