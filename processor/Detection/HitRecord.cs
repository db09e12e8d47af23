using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection;

/// <summary>Makes the record that tells a correlation's group about a hit.</summary>
internal sealed class HitRecord(EntityForm form)
{
    private static readonly EventSource Unknown = new("", 0, 0);

    public OutputRecord Of(string tenant, SigmaHit hit, IReadOnlyList<KeyValuePair<string, byte[]>> headers) =>
        form.Record(
            new EntityMessage
            {
                Tenant = tenant,
                Kind = SigmaHit.Kind,
                Value = hit.EntityValue,
                EventId = hit.Uuid,
                EventType = SigmaHit.Kind,
                Time = hit.Time,
                Hit = hit,
                Source = hit.Events is [.., { Source: { } source }] ? source : Unknown,
            },
            headers
        );
}
