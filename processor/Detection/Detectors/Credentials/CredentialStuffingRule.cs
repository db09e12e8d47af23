using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>OKTA-CRED-003: stolen pairs of user and password, one or two tries each.</summary>
internal sealed class CredentialStuffingRule : ILearningRule
{
    private const double EvenShare = 0.8;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(60);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-CRED-003",
            Name = "Credential stuffing",
            Summary = "One address tries many users once or twice each, as with a list of stolen pairs.",
            Explanation =
                "Twenty-five refused attempts on fifteen users within a quarter of an hour, at most two for almost "
                + "every user. An office's address needs three times as much. A correct password of an attacked "
                + "user raises it.",
            Techniques = ["T1110.004"],
            Severities = "medium; high once a password was correct",
            Events = ["user.session.start", "user.authentication.*"],
            State = "Refusals of an address for an hour, and who signed in from it within a week.",
            FalsePositives = ["A load test against the sign-in page."],
            Catalogue = [14],
            Options = typeof(StuffingOptions),
        };

    public string Kind => EntityKind.Ip;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        Authentication.IsFailure(e) ? Kept
        : Authentication.IsSignIn(e) || Authentication.IsPasswordCorrect(e) ? TimeSpan.Zero
        : null;

    public SeenValues? Learn(SeenValues? memory, Moment moment) => SourceUse.Learn(memory, moment);

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<StuffingOptions>(Info.Id);
        var attempts = Attempt.Of(view.Moments);
        if (attempts.Count < options.Attempts)
        {
            yield break;
        }

        foreach (var run in SourceAttack.Runs(attempts))
        {
            // The whole run tells: an even spray also begins with one try each.
            var whole = new AttemptWindow(run, TimeSpan.MaxValue);
            while (whole.Advance()) { }

            if (whole.Share(1, options.MostPerUser) < EvenShare)
            {
                continue;
            }

            if (SourceUse.IsEverybodyIn(view, run))
            {
                continue;
            }

            var factor = SourceUse.IsOffice(view, run, officeUsers: 20) ? options.OfficeFactor : 1;
            var window = new AttemptWindow(run, options.Window);
            while (window.Advance())
            {
                if (
                    window.Users >= options.Users * factor
                    && window.Count >= options.Attempts * factor
                    && window.Share(1, options.MostPerUser) >= EvenShare
                    && window.MostPerUser <= options.MostPerUser
                )
                {
                    yield return SourceAttack.Find(
                        view,
                        run,
                        "Credential stuffing",
                        $"{window.Users} users once or twice each within {options.Window.TotalMinutes} minutes",
                        TimeSpan.FromMinutes(60)
                    );
                    break;
                }
            }
        }
    }
}
