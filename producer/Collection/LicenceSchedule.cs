namespace Pipeline.Producer.Collection;

/// <summary>
/// When a tenant's users are counted: once per UTC day, spread over the first hours so that not all count at once.
/// Pure.
/// </summary>
internal static class LicenceSchedule
{
    private static readonly TimeSpan Spread = TimeSpan.FromHours(4);

    /// <summary>The time of day of a tenant: the same every day and on every replica.</summary>
    public static TimeSpan TimeOfDay(string tenant)
    {
        var hash = (uint)Kafka.Murmur2Partition.Hash(System.Text.Encoding.UTF8.GetBytes(tenant));
        return Spread * (hash / (uint.MaxValue + 1.0));
    }

    /// <summary>How long to wait until the next count is due; zero where it is due now.</summary>
    public static TimeSpan Wait(string tenant, bool countedToday, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var due = (countedToday ? today.AddDays(1) : today) + TimeOfDay(tenant);
        return due > now ? due - now : TimeSpan.Zero;
    }
}
