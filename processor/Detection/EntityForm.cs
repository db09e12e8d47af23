using System.Text;
using System.Text.Json;
using Pipeline.Events;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Detection;

/// <summary>The records of the entities topic: their keys and their Avro values.</summary>
internal sealed class EntityForm(AvroCodec<EntityEvent> codec) : IRecordForm
{
    public OutputRecord Record(EntityMessage message, IReadOnlyList<KeyValuePair<string, byte[]>> headers) =>
        new(Topics.Entities, message, this, headers);

    /// <inheritdoc/>
    public byte[] Key(object content)
    {
        var message = (EntityMessage)content;
        return Encoding.UTF8.GetBytes(Keys.Entity(message.Tenant, message.Kind, message.Value));
    }

    /// <inheritdoc/>
    public byte[] Value(object content)
    {
        var message = (EntityMessage)content;
        return codec.Encode(
            Topics.Entities,
            new EntityEvent
            {
                tenant = message.Tenant,
                kind = message.Kind,
                value = message.Value,
                event_id = message.EventId,
                event_type = message.EventType,
                event_time = message.Time.UtcDateTime,
                facts = message.Event?.Facts,
                hit = message.Hit is { } hit ? JsonSerializer.Serialize(hit, CorrelationJson.Default.SigmaHit) : null,
                source = SourceMapper.ToAvro(message.Source),
            }
        );
    }

    public EntityMessage Read(byte[] value)
    {
        var entity = codec.Decode(value);
        return new EntityMessage
        {
            Tenant = entity.tenant,
            Kind = entity.kind,
            Value = entity.value,
            EventId = entity.event_id,
            EventType = entity.event_type,
            Time = new DateTimeOffset(entity.event_time, TimeSpan.Zero),
            Source = SourceMapper.FromAvro(entity.source),
            Event = entity.facts is { } facts
                ? new SharedEvent(FactsMapper.FromAvro(entity.event_id, entity.event_type, entity.event_time, facts))
                : null,
            Hit = entity.hit is { } hit ? ReadHit(hit) : null,
        };
    }

    private static SigmaHit ReadHit(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, CorrelationJson.Default.SigmaHit)!;
        }
        catch (JsonException e)
        {
            throw new PoisonRecordException(
                "malformed_hit",
                $"The hit of a correlation cannot be read: {e.Message}",
                e
            );
        }
    }
}
