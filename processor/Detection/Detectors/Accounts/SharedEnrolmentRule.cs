using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>OKTA-LIFE-004: one device or phone is enrolled for several users.</summary>
internal sealed class SharedEnrolmentRule : ITimelineRule
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-LIFE-004",
            Name = "Device or phone enrolled for several users",
            Summary = "The same device, or the same phone number, became a factor of more than one user.",
            Explanation =
                "An attacker who takes over accounts one by one enrols the same phone for each of them. Users are "
                + "counted over thirty days. A device under management is the company's and may be shared; a phone "
                + "is not.",
            Techniques = ["T1556.006", "T1098.005"],
            Severities = "high; low for managed devices",
            Events =
            [
                "device.user.add",
                "device.enrollment.create",
                "system.sms.send_phone_verification_message",
                "system.voice.send_phone_verification_call",
                "user.mfa.factor.activate",
            ],
            State = "Enrolments of a device for thirty days.",
            FalsePositives = ["A front desk that shares one phone; list it under SharedDevices."],
            Catalogue = [91, 92],
            Options = typeof(SharedEnrolmentOptions),
        };

    public string Kind => EntityKind.EnrolledDevice;

    public TimeSpan? Retention(string entity, OktaEvent e) => FindingEvent.Is(e) ? null : Month;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<SharedEnrolmentOptions>(Info.Id);
        if (view.Moments.Count < options.Users || options.SharedDevices.Contains(view.Entity))
        {
            yield break;
        }

        foreach (var run in Runs.Of(view.Moments, options.Window))
        {
            var firsts = run.Where(x => User(x) is not null).DistinctBy(x => User(x)!.Id).ToArray();
            if (Runs.MostDistinct(run, options.Window, x => User(x)?.Id) < options.Users)
            {
                continue;
            }

            var users = firsts.Select(x => User(x)!).ToArray();
            var managed = run.Any(x => x.Event.DeviceManaged == true);
            var names = ActingUsers.Names(users);
            yield return new Finding
            {
                Anchor = run[0],
                Last = run[^1].Time,
                Gap = options.Window,
                Severity = managed ? Severity.Low : Severity.High,
                Title = $"One device or phone enrolled for {users.Length} users: {names}",
                Narrative =
                [
                    $"Between {AlertText.Time(run[0].Time)} and {AlertText.Time(run[^1].Time)} the device or phone "
                        + $"{view.Entity} was enrolled for {users.Length} users.",
                    $"The users are {names}{(users.Length > 3 ? $" and {users.Length - 3} more" : "")}.",
                    managed ? "The device is under management." : "The device is not known to be under management.",
                ],
                Reasons =
                [
                    $"{users.Length} users on one device or phone",
                    .. managed ? ["managed device"] : Array.Empty<string>(),
                ],
                Counts = new Dictionary<string, long> { ["enrolments"] = run.Count, ["users"] = users.Length },
                Related = users,
                Evidence = [.. firsts.Select(x => (x, "enrolled"))],
                Weight = users.Length,
                News = $"{users.Length}",
            };
        }
    }

    private static AlertEntity? User(Moment moment) =>
        moment.Event.Target("User") is { Id: { } id } target ? new AlertEntity(EntityKind.User, id, target.AlternateId)
        : ConcernedEntities.ActingUser(moment.Event) is { } actor
            ? new AlertEntity(EntityKind.User, actor, moment.Event.ActorAlternateId)
        : null;
}
