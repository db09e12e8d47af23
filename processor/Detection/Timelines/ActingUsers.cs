using Pipeline.Processor.Alerts;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>The people of a finding's moments, as an alert names them.</summary>
internal static class ActingUsers
{
    /// <summary>Those who acted, or whom a finding is about, each once and in order of their first moment.</summary>
    public static AlertEntity[] Of(IEnumerable<Moment> moments) =>
        [
            .. moments
                .Where(x => ConcernedEntities.ActingUser(x.Event) is not null)
                .DistinctBy(x => x.Event.ActorId)
                .Select(x => new AlertEntity(EntityKind.User, x.Event.ActorId!, x.Event.ActorAlternateId)),
        ];

    /// <summary>The first few by name, as a sentence has them.</summary>
    public static string Names(IReadOnlyList<AlertEntity> users) =>
        AlertText.List([.. users.Take(3).Select(x => AlertText.Clean(x.Name ?? x.Id))]);
}
