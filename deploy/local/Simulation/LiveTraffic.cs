using System.Buffers;
using Pipeline.Local.Simulation.Scenario;

namespace Pipeline.Local.Simulation;

/// <summary>
/// Lets things happen in an org as time goes by: the ordinary traffic at its rate, the attacks by their script.
/// </summary>
internal sealed class LiveTraffic(Org org)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    /// <summary>After a long pause (a suspended machine) the missed events are not all made up for.</summary>
    private const int MaxPerTick = 100_000;

    private readonly DateTimeOffset _start = org.Time.GetUtcNow();
    private readonly Queue<(TimeSpan At, EventDraft Draft)> _scene = new(Scenes(org));
    private long _happened;

    public async Task RunAsync(CancellationToken cancel)
    {
        using var writer = new EventWriter();
        using var timer = new PeriodicTimer(Tick, org.Time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            Advance(writer, org.Time.GetUtcNow());
        }
    }

    /// <summary>Everything up to <paramref name="now"/> happens.</summary>
    public void Advance(EventWriter writer, DateTimeOffset now)
    {
        while (_scene.TryPeek(out var next) && _start + next.At <= now)
        {
            _scene.Dequeue();
            Play(writer, next.Draft, (_start + next.At).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds());
        }

        var due = (long)((now - _start).TotalSeconds * org.Options.EventsPerSecond);
        _happened = Math.Max(_happened, due - MaxPerTick);
        for (; _happened < due; _happened++)
        {
            org.Log.AppendTraffic(now.ToUnixTimeMilliseconds());
        }
    }

    private void Play(EventWriter writer, EventDraft draft, long publishedMs, long nowMs)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        // A sequence apart from that of the ordinary traffic.
        var uuid = Ids.Uuid(~org.Options.Seed, _scene.Count, publishedMs);
        writer.Write(buffer, draft, uuid, publishedMs);
        org.Log.Append(buffer.WrittenMemory, publishedMs, nowMs);
    }

    private static IEnumerable<(TimeSpan, EventDraft)> Scenes(Org org)
    {
        if (!org.Options.Attack)
        {
            return [];
        }

        var first = org.Options.AttackAfter;
        return PushAttack
            .On(org.Population, SignInEngine.IdentityEngine)
            .Select(e => (At: first + e.At, e.Draft))
            .Concat(
                PushAttack
                    .On(org.Population, SignInEngine.Classic)
                    .Select(e => (At: first + org.Options.BetweenAttacks + e.At, e.Draft))
            )
            .OrderBy(e => e.At);
    }
}
