using System.Text;
using System.Text.Json;
using Pipeline.Events;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Detection;

/// <summary>Makes the record that tells a correlation's group about a hit.</summary>
internal sealed class HitRecord(AvroCodec<EntityEvent> codec)
{
    private static readonly EventSource Unknown = new("", 0, 0);

    public OutputRecord Of(
        string tenant,
        SigmaHit hit,
        long timestampMs,
        IReadOnlyList<KeyValuePair<string, byte[]>> headers
    )
    {
        var entity = new EntityEvent
        {
            tenant = tenant,
            kind = SigmaHit.Kind,
            value = hit.EntityValue,
            event_id = hit.Uuid,
            event_type = SigmaHit.Kind,
            event_time = hit.Time.UtcDateTime,
            hit = JsonSerializer.Serialize(hit, CorrelationJson.Default.SigmaHit),
            source = SourceMapper.ToAvro(hit.Events is [.., { Source: { } source }] ? source : Unknown),
        };
        return OutputRecord.Of(
            Topics.Entities,
            Encoding.UTF8.GetBytes(Keys.Entity(tenant, SigmaHit.Kind, hit.EntityValue)),
            entity,
            codec,
            timestampMs,
            headers
        );
    }
}
