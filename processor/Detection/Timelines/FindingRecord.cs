using System.Text;
using Pipeline.Events;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>Makes the records that tell the detectors of other entities about an alert.</summary>
internal sealed class FindingRecord(AvroCodec<EntityEvent> codec, DetectorSet detectors)
{
    /// <summary>A spray names thousands of users; those beyond the bound are found by their own failures.</summary>
    private const int MaxEntities = 64;

    /// <summary>One record for each entity that some detector wants to hear of it.</summary>
    public IEnumerable<OutputRecord> Of(
        Alerts.Alert alert,
        long timestampMs,
        IReadOnlyList<KeyValuePair<string, byte[]>> headers
    )
    {
        if (alert.Status == AlertStatus.Closed && !AlertClosing.IsRetracted(alert))
        {
            yield break;
        }

        var e = FindingEvent.Of(alert);
        EventFacts? facts = null;
        foreach (var (kind, value) in Entities(alert).Distinct().Take(MaxEntities))
        {
            if (detectors.Concerns(kind, value, e))
            {
                facts ??= FactsMapper.ToAvro(e);
                yield return Of(alert.Tenant, kind, value, e, facts, Source(alert), timestampMs, headers);
            }
        }
    }

    private OutputRecord Of(
        string tenant,
        string kind,
        string value,
        OktaEvent e,
        EventFacts facts,
        EventSource source,
        long timestampMs,
        IReadOnlyList<KeyValuePair<string, byte[]>> headers
    )
    {
        var entity = new EntityEvent
        {
            tenant = tenant,
            kind = kind,
            value = value,
            event_id = e.Uuid,
            event_type = e.EventType,
            event_time = e.Published.UtcDateTime,
            facts = facts,
            source = SourceMapper.ToAvro(source),
        };
        return OutputRecord.Of(
            Topics.Entities,
            Encoding.UTF8.GetBytes(Keys.Entity(tenant, kind, value)),
            entity,
            codec,
            timestampMs,
            headers
        );
    }

    private static IEnumerable<(string Kind, string Value)> Entities(Alerts.Alert alert)
    {
        yield return (EntityKind.Org, ConcernedEntities.Org);
        foreach (var entity in alert.Related.Prepend(alert.Entity))
        {
            if (entity.Type is EntityKind.User or EntityKind.Ip or EntityKind.Session)
            {
                yield return (entity.Type, entity.Id);
            }
        }
    }

    private static EventSource Source(Alerts.Alert alert) =>
        alert.Evidence is [.., { Source: { } source }] ? source : new EventSource("", 0, 0);
}
