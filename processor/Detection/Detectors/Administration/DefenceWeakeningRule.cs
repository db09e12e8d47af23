using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>
/// OKTA-ADM-004: an administrator takes down several defences in a short time, or one from a strange place.
/// </summary>
internal sealed class DefenceWeakeningRule : ITimelineRule
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(60);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-ADM-004",
            Name = "Defences weakened",
            Summary = "One administrator weakened several defences within an hour, or one of them from a new source.",
            Explanation =
                "Acts are weighed: a log stream ended, a factor switched off for the org, or a policy lowered from "
                + "two factors to one count 5; protected actions or ThreatInsight settings 4; a zone, policy or "
                + "rule deleted or deactivated 3; a zone changed 1. Acts of different kinds within an hour that "
                + "reach 6 are a burst. An API token, agent or identity provider made from a source new to the "
                + "administrator counts 3. After a few sign-ins a source that differs from all of them in network "
                + "and in country or machine is new already.",
            Techniques = ["T1562", "T1556"],
            Severities = "high",
            Events =
            [
                "system.log_stream.lifecycle.*",
                "system.mfa.factor.deactivate",
                "policy.*",
                "zone.*",
                "application.policy.*",
                "security.protected_action.settings.update",
                "security.threat.configuration.update",
                "system.api_token.create",
                "system.agent.ad.*",
            ],
            State = "Administrative acts of a user for two hours.",
            FalsePositives =
            [
                "A planned migration of policies; list the administrator's change window as an exception.",
            ],
            Catalogue = [101, 108, 118],
            Options = typeof(DefenceWeakeningOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        (AdminActs.Weight(e) > 0 || IsCredential(e)) && ConcernedEntities.ActingUser(e) == entity
            ? TimeSpan.FromHours(2)
            : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<DefenceWeakeningOptions>(Info.Id);
        foreach (var run in Runs.Of(view.Moments.Where(x => Retention(view.Entity, x.Event) is not null), Gap))
        {
            var (weight, kinds) = Heaviest(run, options.Window);
            var foreign = run.Where(x => Weight(x) >= options.ForeignWeight && ForeignSource.IsAtOnce(x)).ToArray();
            if ((weight < options.Weight || kinds < options.Kinds) && foreign.Length == 0)
            {
                continue;
            }

            yield return Find(view, run, weight, foreign);
        }
    }

    private static bool IsCredential(OktaEvent e) =>
        Accounts.AccountEvents.Succeeded(e)
        && (
            e.Is("system.api_token.create")
            || e.EventType.StartsWith("system.agent.ad.", StringComparison.OrdinalIgnoreCase)
            || e.Is("system.idp.lifecycle.create")
        );

    /// <summary>A credential weakens nothing, but from a strange place it is an attacker's.</summary>
    private static int Weight(Moment moment) =>
        Math.Max(AdminActs.Weight(moment.Event), IsCredential(moment.Event) && ForeignSource.IsAtOnce(moment) ? 3 : 0);

    private static (int Weight, int Kinds) Heaviest(IReadOnlyList<Moment> run, TimeSpan window)
    {
        var (best, kinds) = (0, 0);
        for (var first = 0; first < run.Count; first++)
        {
            var weight = 0;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = first; i < run.Count && run[i].Time - run[first].Time <= window; i++)
            {
                weight += Weight(run[i]);
                if (Weight(run[i]) > 0)
                {
                    seen.Add(AdminActs.Kind(run[i].Event));
                }
            }

            if (seen.Count > kinds || (seen.Count == kinds && weight > best))
            {
                (best, kinds) = (weight, seen.Count);
            }
        }

        return (best, kinds);
    }

    private static Finding Find(TimelineView view, IReadOnlyList<Moment> run, int weight, IReadOnlyList<Moment> foreign)
    {
        var acts = run.Where(x => Weight(x) > 0).ToArray();
        var kinds = acts.Select(x => AdminActs.Kind(x.Event)).Distinct(StringComparer.Ordinal).ToArray();
        var from =
            foreign.Count == 0
                ? null
                : AlertText.Place(foreign[0].Event.AsNumber, foreign[0].Event.Country, foreign[0].Event.Ip);
        return new Finding
        {
            Anchor = acts[0],
            Last = acts[^1].Time,
            Gap = Gap,
            Severity = Severity.High,
            Confidence = foreign.Count > 0 ? "high" : "medium",
            Title =
                $"Defences weakened by {view.Who}: {AlertText.Many(acts.Length, "act", "acts")}"
                + (from is null ? "" : $" from {from}"),
            Narrative =
            [
                $"Between {AlertText.Time(acts[0].Time)} and {AlertText.Time(acts[^1].Time)} {view.Who} did "
                    + $"{AlertText.Many(acts.Length, "act", "acts")} that weaken the org's defences.",
                $"They are {AlertText.List([.. kinds.Take(5)])}.",
                from is null
                    ? "None came from a source known to be new to this administrator."
                    : $"At least one came from {from}, a source this administrator is not known from.",
            ],
            Reasons =
            [
                $"weight {weight} within an hour, {kinds.Length} kinds of act",
                .. from is null ? Array.Empty<string>() : ["from a source new to the administrator"],
            ],
            Counts = new Dictionary<string, long> { ["acts"] = acts.Length, ["weight"] = weight },
            // Who hears of the finding knows by the address that it was a foreign source, and which.
            Related =
            [
                .. foreign
                    .Select(x => x.Event.Ip)
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal)
                    .Select(x => new AlertEntity(EntityKind.Ip, x)),
            ],
            Evidence = [.. acts.Select(x => (x, "weakened"))],
            Weight = weight,
            News = string.Join(',', kinds),
        };
    }
}
