using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>How far a help-desk takeover has come. Built once, then read.</summary>
internal sealed class HelpDeskChain
{
    private readonly Moment _password;
    private readonly Moment _factors;
    private Moment? _signIn;
    private Moment? _enrolment;
    private Moment? _admin;

    private HelpDeskChain(Moment password, Moment factors) => (_password, _factors) = (password, factors);

    /// <summary>The first of the two changes.</summary>
    public DateTimeOffset Begin => _password.Time < _factors.Time ? _password.Time : _factors.Time;

    /// <summary>1 password and factors, 2 signed in from a foreign source, 3 enrolled or acted.</summary>
    public int Step =>
        (_signIn is not null && (_enrolment is not null || _admin is not null)) ? 3
        : _signIn is not null || _enrolment is not null ? 2
        : 1;

    /// <summary>The foreign source, if there is one.</summary>
    public Moment? Foreign => _signIn ?? _enrolment;

    /// <summary>In order of time.</summary>
    public IReadOnlyList<(Moment Moment, string Note)> Evidence { get; private set; } = [];

    public IReadOnlyList<string> Reasons
    {
        get
        {
            var reasons = new List<string> { "password and factors changed by somebody else within minutes" };
            Add(_signIn, "sign-in from a source new to the user");
            Add(_enrolment, "enrolment from a source new to the user");
            Add(_admin, "the admin console was opened");
            return reasons;

            void Add(Moment? moment, string reason)
            {
                if (moment is not null)
                {
                    reasons.Add(reason);
                }
            }
        }
    }

    /// <param name="view">The user.</param>
    /// <param name="password">The password event.</param>
    /// <param name="factors">The removal of factors.</param>
    /// <param name="window">How long what follows belongs to it.</param>
    /// <param name="isAct">Whether an event is an enrolment or an administrative act.</param>
    public static HelpDeskChain Follow(
        TimelineView view,
        Moment password,
        Moment factors,
        TimeSpan window,
        Func<string, OktaEvent, bool> isAct
    )
    {
        var chain = new HelpDeskChain(password, factors);
        var begin = chain.Begin;
        var evidence = new List<(Moment Moment, string Note)>
        {
            (password, "password changed"),
            (factors, "factors removed"),
        };
        foreach (var moment in view.Moments)
        {
            if (moment.Time < begin || moment.Time - begin > window)
            {
                continue;
            }

            if (moment.Event.Is("user.session.clear"))
            {
                evidence.Add((moment, "sessions cleared"));
            }
            else if (chain.Place(view, moment, isAct) is { } note)
            {
                evidence.Add((moment, note));
            }
        }

        evidence.Sort((x, y) => Mark.Compare(x.Moment.Mark, y.Moment.Mark));
        chain.Evidence = evidence;
        return chain;
    }

    public IReadOnlyList<string> Sentences(TimelineView view, string actor)
    {
        var sentences = new List<string>
        {
            $"At {AlertText.Time(_password.Time)} the password of {view.Who} was changed by "
                + $"{AccountEvents.Actor(_password.Event)} ({_password.Event.EventType}).",
            $"At {AlertText.Time(_factors.Time)} {actor} removed factors of this user ({_factors.Event.EventType}).",
        };
        Add(_signIn, "the user signed in from {0}, a source the user is not known from.");
        Add(_enrolment, "a factor or device was enrolled from {0}, a source the user is not known from.");
        Add(_admin, "the admin console was opened from {0}.");
        if (sentences.Count == 2)
        {
            sentences.Add("No use of the account from a new source has been seen so far.");
        }

        return sentences;

        void Add(Moment? moment, string text)
        {
            if (moment is { } x)
            {
                var place = AlertText.Place(x.Event.AsNumber, x.Event.Country, x.Event.Ip) ?? "an unknown place";
                sentences.Add($"At {AlertText.Time(x.Time)} " + text.Replace("{0}", place, StringComparison.Ordinal));
            }
        }
    }

    public IReadOnlyList<AlertEntity> Related(Moment factors)
    {
        var related = new List<AlertEntity>();
        if (ConcernedEntities.ActingUser(factors.Event) is { } actor)
        {
            related.Add(new AlertEntity(EntityKind.User, actor, factors.Event.ActorAlternateId));
        }

        if (Foreign?.Event.Ip is { } ip)
        {
            related.Add(new AlertEntity(EntityKind.Ip, ip));
        }

        return related;
    }

    private string? Place(TimelineView view, Moment moment, Func<string, OktaEvent, bool> isAct)
    {
        var user = view.Entity;
        if (AccountEvents.IsAdminConsole(user, moment.Event))
        {
            return Take(ref _admin, moment, "admin console");
        }

        if (OwnSource.WasBrowser(view, moment, Begin) || !ForeignAfterReset.Is(view, moment, _factors.Event, Begin))
        {
            return null;
        }

        if (isAct(user, moment.Event))
        {
            return Take(ref _enrolment, moment, "enrolled");
        }

        return Authentication.IsSignIn(moment.Event) && ConcernedEntities.ActingUser(moment.Event) == user
            ? Take(ref _signIn, moment, "signed in")
            : null;
    }

    private static string? Take(ref Moment? slot, Moment moment, string note)
    {
        if (slot is not null)
        {
            return null;
        }

        slot = moment;
        return note;
    }
}
