using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>OKTA-CRED-001: a few tries each on many users, from one address or one network.</summary>
/// <param name="kind">Address or network.</param>
internal sealed class PasswordSprayRule(string kind) : ILearningRule
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(95);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-CRED-001",
            Name = "Password spray from one source",
            Summary = "From one address, or one /24 or /64, a few passwords are tried on many users.",
            Explanation =
                "Refused credentials are counted by user, one for each attempt however many events it leaves. Ten "
                + "users within five minutes are a spray; so are five users tried evenly within an hour. An address "
                + "from which more than twenty users sign in, or from which most of those who failed succeeded, is "
                + "an office and needs three times as much; where four of five got in afterwards they mistyped. A "
                + "correct password of an attacked user from the same source raises it.",
            Techniques = ["T1110.003"],
            Severities = "medium; high once a password was correct",
            Events = ["user.session.start", "user.authentication.*"],
            State = "Refusals of a source for an hour and a half, and who signed in from it within a week.",
            FalsePositives = ["A directory-wide password change behind one gateway."],
            Catalogue = [12, 18],
            Options = typeof(SprayOptions),
        };

    public string Kind => kind;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        Authentication.IsFailure(e) ? Kept
        // A network of offices would keep everybody's sign-ins: there only refusals count, and OKTA-CRED-005 tells who
        // got in.
        : kind == EntityKind.Ip && (Authentication.IsSignIn(e) || Authentication.IsPasswordCorrect(e)) ? TimeSpan.Zero
        : null;

    public SeenValues? Learn(SeenValues? memory, Moment moment) => SourceUse.Learn(memory, moment);

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<SprayOptions>(Info.Id);
        var attempts = Attempt.Of(view.Moments);
        if (
            attempts.Count < Math.Min(options.FastUsers, options.Attempts)
            || options.IgnoredSources.Contains(view.Entity)
        )
        {
            yield break;
        }

        foreach (var run in SourceAttack.Runs(attempts))
        {
            // What one address does is told of the address; a network is told of what only all its addresses do.
            if (kind == EntityKind.Network && run.Select(x => x.Event.Ip).Distinct(StringComparer.Ordinal).Count() < 2)
            {
                continue;
            }

            if (SourceUse.IsEverybodyIn(view, run))
            {
                continue;
            }

            var factor = SourceUse.IsOffice(view, run, options.OfficeUsers) ? options.OfficeFactor : 1;
            if (Reason(run, options, factor) is { } reason)
            {
                yield return SourceAttack.Find(view, run, "Password spray", reason, options.SuccessWindow);
            }
        }
    }

    private static string? Reason(List<Attempt> run, SprayOptions options, int factor)
    {
        var fast = new AttemptWindow(run, options.FastWindow);
        while (fast.Advance())
        {
            if (fast.Users >= options.FastUsers * factor)
            {
                return $"{fast.Users} users within {options.FastWindow.TotalMinutes} minutes";
            }
        }

        var slow = new AttemptWindow(run, options.Window);
        while (slow.Advance())
        {
            if (
                slow.Users >= options.Users * factor
                && slow.Count >= options.Attempts * factor
                && slow.MostPerUser is >= 2 and var most
                && most <= options.MostPerUser
                && slow.Share(2, 6) >= options.EvenShare
                && slow.Span >= options.ShortestSpan
            )
            {
                return $"{slow.Users} users tried evenly within {options.Window.TotalMinutes} minutes";
            }
        }

        return null;
    }
}
