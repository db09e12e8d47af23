using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.Sessions;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>OKTA-ADM-003: an API token is used from where, or by what, it never was.</summary>
internal sealed class ApiTokenPlaceRule : ITimelineRule
{
    private static readonly TimeSpan Gap = TimeSpan.FromHours(24);

    public DetectionInfo Info => ApiTokenInfo.Info;

    public string Kind => EntityKind.ApiToken;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        e.ApiTokenId == entity && e.AsNumber is not null ? TimeSpan.Zero : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<ApiTokenPlaceOptions>(Info.Id);
        if (view.Sources.First is not { } since)
        {
            yield break;
        }

        foreach (var provider in view.Moments.Where(x => IsNew(x, since, options)).GroupBy(x => x.Event.AsNumber))
        {
            var uses = provider.ToArray();
            var first = uses[0];
            var strange = uses.Any(x =>
                x.IsNew(Novelty.Agent | Novelty.Country | Novelty.Unlike)
                || IsOtherScript(x)
                || x.Event.IsProxy == true
                || x.Event.ThreatSuspected == true
            );
            var place = AlertText.Place(first.Event.AsNumber, first.Event.Country, first.Event.Ip);
            var owner = ConcernedEntities.ActingUser(first.Event);
            yield return new Finding
            {
                Key = $"as{provider.Key}",
                Anchor = first,
                Last = uses[^1].Time,
                Gap = Gap,
                Severity =
                    strange ? Severity.High
                    : HasOneProvider(view, first) ? Severity.Medium
                    : Severity.Low,
                Title = $"API token {view.Entity} used {How(uses, place)}",
                Narrative =
                [
                    $"The API token {view.Entity} has been in use since {AlertText.Time(since)}.",
                    $"At {AlertText.Time(first.Time)} it was used from {first.Event.Ip} in {place} for "
                        + $"{first.Event.EventType}.",
                    strange
                        ? "The program, the country or Okta's judgement of the address differs as well."
                        : "The program and the country are the usual ones.",
                ],
                Reasons =
                [
                    .. uses.Any(x => x.IsNew(Novelty.Network | Novelty.Unlike))
                        ? ["provider new to the token"]
                        : Array.Empty<string>(),
                    .. strange ? ["other program, country or suspected address"] : Array.Empty<string>(),
                ],
                Counts = new Dictionary<string, long> { ["uses"] = uses.Length },
                Related = owner is null ? [] : [new AlertEntity(EntityKind.User, owner, first.Event.ActorAlternateId)],
                Evidence = [.. uses.Select(x => (x, "used"))],
                News = strange ? "strange" : "",
            };
        }
    }

    /// <summary>Whether a token never moved before: one whose program travels may move again.</summary>
    private static bool HasOneProvider(TimelineView view, Moment first) =>
        view.Sources.Sources.Where(x => x.First < first.Time && x.Asn != first.Event.AsNumber)
            .Select(x => x.Asn)
            .Distinct()
            .Count() == 1;

    private static string How(IReadOnlyList<Moment> uses, string? place) =>
        uses.Any(x => x.IsNew(Novelty.Network | Novelty.Unlike)) ? $"from {place}, where it never was"
        : uses.Any(IsOtherScript) ? $"by a script in place of its program, from {place}"
        : $"from an address Okta suspects in {place}";

    private static bool IsNew(Moment moment, DateTimeOffset since, ApiTokenPlaceOptions options) =>
        IsSuspectedElsewhere(moment)
        || (
            (moment.IsNew(Novelty.Network | Novelty.Unlike) || IsOtherScript(moment) || IsSuspected(moment))
            && moment.Time - since >= options.Learning
        );

    /// <summary>However few the uses were: a token belongs to one program from the first.</summary>
    private static bool IsOtherScript(Moment moment) =>
        UserAgents.IsScript(moment.Event) && !moment.History.KnowsAgent(moment.Event);

    private static bool IsSuspected(Moment moment) => moment.IsNew(Novelty.Ip) && moment.Event.ThreatSuspected == true;

    /// <summary>Needs no learning: a token that works somewhere is used from an address of attacks elsewhere.</summary>
    private static bool IsSuspectedElsewhere(Moment moment) =>
        moment.Event.ThreatSuspected == true
        && moment.History.First < moment.Time
        && !moment.History.Knew(moment.Event, moment.Time);
}
