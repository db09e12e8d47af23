using Pipeline.Processor.Alerts;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>Makes the records that tell the detectors of other entities about an alert.</summary>
internal sealed class FindingRecord(EntityForm form, DetectorSet detectors)
{
    /// <summary>More than one alert names; larger audiences are told in portions.</summary>
    private const int MaxEntities = 64;

    /// <summary>One record for each entity that some detector wants to hear of it.</summary>
    public IEnumerable<OutputRecord> Of(Alerts.Alert alert, IReadOnlyList<KeyValuePair<string, byte[]>> headers)
    {
        if (alert.Status == AlertStatus.Closed && !AlertClosing.IsRetracted(alert))
        {
            yield break;
        }

        var e = FindingEvent.Of(alert);
        var shared = new SharedEvent(e);
        foreach (var (kind, value) in Entities(alert).Distinct().Take(MaxEntities))
        {
            if (detectors.Concerns(kind, value, e))
            {
                yield return form.Record(
                    new EntityMessage
                    {
                        Tenant = alert.Tenant,
                        Kind = kind,
                        Value = value,
                        EventId = e.Uuid,
                        EventType = e.EventType,
                        Time = e.Published,
                        Event = shared,
                        Source = Source(alert),
                    },
                    headers
                );
            }
        }
    }

    private static IEnumerable<(string Kind, string Value)> Entities(Alerts.Alert alert)
    {
        yield return (EntityKind.Org, ConcernedEntities.Org);
        foreach (var entity in alert.Related.Prepend(alert.Entity))
        {
            if (entity.Type is EntityKind.User or EntityKind.Ip or EntityKind.Session or EntityKind.DeviceToken)
            {
                yield return (entity.Type, entity.Id);
            }
        }
    }

    private static EventSource Source(Alerts.Alert alert) =>
        alert.Evidence is [.., { Source: { } source }] ? source : new EventSource("", 0, 0);
}
