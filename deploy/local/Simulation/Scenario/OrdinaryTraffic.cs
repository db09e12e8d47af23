using System.Buffers;

namespace Pipeline.Local.Simulation.Scenario;

/// <summary>
/// The everyday log of a small organisation, by position: event <c>i</c> depends on the seed and <c>i</c> alone.
/// Activities
/// are <see cref="Slots"/> events long, and <see cref="Interleaved"/> of them run at once.
/// </summary>
internal sealed class OrdinaryTraffic(Population population)
{
    /// <summary>Events of an activity.</summary>
    public const int Slots = 8;

    /// <summary>Activities at the same time.</summary>
    public const int Interleaved = 4;

    private const int Block = Slots * Interleaved;

    /// <summary>A page of 100 or 1,000 never ends where a burst of 96 does, so that bursts span pages.</summary>
    private const int BurstLength = 96;

    private readonly ulong _seed = population.Seed;

    /// <summary>
    /// The first <paramref name="count"/> events of an org, <see cref="Storage.GeneratedHistory.DefaultStep"/>
    /// apart.
    /// </summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Generate(ulong seed, DateTimeOffset start, long count)
    {
        var history = new Storage.GeneratedHistory(
            new Population(seed, 40),
            start,
            Storage.GeneratedHistory.DefaultStep,
            count
        );
        using var writer = new EventWriter();
        var buffer = new ArrayBufferWriter<byte>(4096);
        for (var i = 0L; i < count; i++)
        {
            buffer.ResetWrittenCount();
            history.Write(writer, buffer, i);
            yield return buffer.WrittenMemory.ToArray();
        }
    }

    /// <summary>Milliseconds from the happening of event <paramref name="index"/> to its persistence.</summary>
    public long Lag(long index)
    {
        var (activity, slot) = Locate(index);
        // One lag per activity keeps its own order; now and then the last event of one is held up for minutes.
        var late = slot == Slots - 1 && Mix.Below(40, _seed, (ulong)activity, 2) == 0;
        return Mix.Below(400, _seed, (ulong)activity, 1)
            + (late ? 5_000 + Mix.Below(300_000, _seed, (ulong)activity, 3) : 0);
    }

    /// <summary>The place on the time line of event <paramref name="index"/>, in steps: bursts share one.</summary>
    public long Beat(long index)
    {
        var burst = index / BurstLength;
        return Mix.Below(16, _seed, (ulong)burst, 4) == 0 ? (burst * BurstLength) : index;
    }

    /// <summary>
    /// Whether event <paramref name="index"/> belongs to a burst: one lag for all of it, so one published too.
    /// </summary>
    public bool InBurst(long index) => Mix.Below(16, _seed, (ulong)(index / BurstLength), 4) == 0;

    /// <summary>Writes event <paramref name="index"/> as happened at a time.</summary>
    public void Write(EventWriter writer, IBufferWriter<byte> output, long index, long publishedMs) =>
        writer.Write(output, Draft(index), Uuid(index, publishedMs), publishedMs);

    public Guid Uuid(long index, long publishedMs) => Ids.Uuid(_seed, index, publishedMs);

    public EventDraft Draft(long index)
    {
        var (activity, slot) = Locate(index);
        var key = Mix.Hash(_seed, (ulong)activity, 5);
        var visit = VisitOf(population.People[Mix.Below(population.People.Count, key, 6)], key);
        return Mix.Below(1000, key, 8) switch
        {
            < 640 => SignsIn(visit, slot),
            < 900 => Works(visit, slot),
            < 950 => MistypesFirst(visit, slot),
            < 970 => Administers(slot, key),
            < 994 => Enrols(visit, slot),
            < 997 => LocksOut(visit, slot),
            _ => Threat.Detected(key, slot),
        };
    }

    private static (long Activity, int Slot) Locate(long index)
    {
        var within = (int)(index % Block);
        return ((index / Block * Interleaved) + (within % Interleaved), within / Interleaved);
    }

    private static Visit VisitOf(Person person, ulong key)
    {
        var browser = Mix.Below(3, key, 9) == 0 ? person.Office : person.Home;
        return new Visit(person, browser, person.DeviceToken, Ids.Object("idx", key, 10), key);
    }

    private static Target App(Visit visit, int slot) =>
        Targets.Apps[Mix.Below(Targets.Apps.Length, visit.Key, (ulong)slot)];

    private static EventDraft SignsIn(Visit visit, int slot)
    {
        var identityEngine = visit.Person.Engine == SignInEngine.IdentityEngine;
        return (slot, identityEngine) switch
        {
            (0, _) => SignIn.PolicyEvaluated(visit, 0, "CHALLENGE", Behaviour.Usual),
            (1, true) => SignIn.PasswordAsFactor(visit, 0),
            // Identity Engine starts the session after the first factor, Classic after the last.
            (2, true) => SignIn.SessionStarted(visit, 0, Behaviour.Usual),
            (3, true) or (1, false) => Push.Sent(visit, 1, Behaviour.Usual),
            (4, true) or (2, false) => Push.Approved(visit, 1),
            (5, true) => SignIn.Verified(visit, 2, Behaviour.Usual),
            (3, false) => SignIn.SessionStarted(visit, 2, Behaviour.Usual),
            (4, false) => SignIn.PolicyEvaluated(visit, 2, "ALLOW", Behaviour.Usual),
            _ => SignIn.Sso(visit, slot, App(visit, slot)),
        };
    }

    private static EventDraft Works(Visit visit, int slot) =>
        slot % 3 == 1
            ? SignIn.PolicyEvaluated(visit, slot, "ALLOW", Behaviour.Usual)
            : SignIn.Sso(visit, slot, App(visit, slot));

    private static EventDraft MistypesFirst(Visit visit, int slot) =>
        slot == 0 ? SignIn.Failed(visit, 50, "INVALID_CREDENTIALS") : SignsIn(visit, slot - 1);

    private EventDraft Administers(int slot, ulong key)
    {
        // Administrators work from the office.
        var admin = VisitOf(population.Administrator, key) with
        {
            Browser = population.Administrator.Office,
        };
        var member = population.People[1 + Mix.Below(population.People.Count - 1, key, 12)];
        return slot switch
        {
            0 => Administration.AdminApp(admin, slot),
            1 or 2 => Administration.GroupMember(admin, slot, member, slot == 1),
            3 when Mix.Below(4, key, 13) == 0 => Administration.TokenCreated(admin, slot),
            4 when Mix.Below(4, key, 14) == 0 => Administration.ZoneUpdated(admin, slot),
            5 => Administration.UserCreated(admin, slot, member),
            6 => Administration.UserActivated(admin, slot, member),
            _ => SignIn.PolicyEvaluated(admin, slot, "ALLOW", Behaviour.Usual),
        };
    }

    private static EventDraft Enrols(Visit visit, int slot) =>
        slot switch
        {
            5 => Enrolment.DeviceEnrolled(visit, slot),
            6 => Enrolment.DeviceAdded(visit, slot),
            7 => Enrolment.FactorActivated(visit, slot, "OKTA_VERIFY_PUSH"),
            _ => SignsIn(visit, slot),
        };

    private EventDraft LocksOut(Visit visit, int slot)
    {
        var admin = VisitOf(population.Administrator, visit.Key) with { Browser = population.Administrator.Office };
        return slot switch
        {
            < 4 => SignIn.Failed(visit, slot, "INVALID_CREDENTIALS"),
            4 => Administration.LockedOut(visit, slot),
            5 => SignIn.Failed(visit, slot, "LOCKED_OUT"),
            6 => Administration.AdminApp(admin, slot),
            _ => Administration.Unlocked(admin, slot, visit.Person),
        };
    }
}
