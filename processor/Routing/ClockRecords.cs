using Pipeline.Kafka;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Routing;

/// <summary>
/// Carries a tenant's time to every partition of the entities topic, once for each full minute: timers then fire from
/// the log alone, also for entities nobody hears of any more, and a replay fires them at the same records.
/// </summary>
internal sealed class ClockRecords(EntityRecord entities, int partitions)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Bound on remembered tenants; beyond it their keys are found anew.</summary>
    private const int MaxRemembered = 1000;

    private readonly Dictionary<string, string[]> _values = new(StringComparer.Ordinal);

    /// <summary>The ticks to write when a tenant's clock moved: none, or one for each partition.</summary>
    public IEnumerable<OutputRecord> Between(DateTimeOffset before, DateTimeOffset now, RoutedEvent cause)
    {
        var minute = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Period.Ticks), TimeSpan.Zero);
        return minute <= before ? [] : At(minute, cause);
    }

    private IEnumerable<OutputRecord> At(DateTimeOffset minute, RoutedEvent cause) =>
        Values(cause.Tenant).Select(x => entities.Clock(cause, x, minute));

    private string[] Values(string tenant)
    {
        if (_values.TryGetValue(tenant, out var values))
        {
            return values;
        }

        if (_values.Count >= MaxRemembered)
        {
            _values.Clear();
        }

        return _values[tenant] = Find(tenant);
    }

    /// <summary>
    /// For each partition the smallest number whose key falls into it. So ticks are placed by their key like every
    /// other record, and the tools of Kafka find them.
    /// </summary>
    private string[] Find(string tenant)
    {
        var values = new string[partitions];
        for (int number = 0, found = 0; found < partitions; number++)
        {
            var value = $"{number}";
            ref var slot = ref values[Murmur2Partition.Of(Keys.Entity(tenant, EntityKind.Clock, value), partitions)];
            if (slot is null)
            {
                slot = value;
                found++;
            }
        }

        return values;
    }
}
