using System.Diagnostics;

namespace Pipeline.Chaos.Engines;

/// <summary>The processes of a run that share its work.</summary>
/// <param name="program">How one is started under a name.</param>
internal sealed class Fleet(Func<string, ProcessStartInfo> program) : IDisposable
{
    private readonly SortedDictionary<string, FleetMember> _engines = new(StringComparer.Ordinal);

    public IReadOnlyCollection<FleetMember> Engines => _engines.Values;

    public FleetMember Any(Random random) => _engines.Values.ElementAt(random.Next(_engines.Count));

    public void Start(params string[] instances)
    {
        foreach (var instance in instances)
        {
            if (_engines.Remove(instance, out var old))
            {
                old.Dispose();
            }

            _engines[instance] = FleetMember.Start(instance, program(instance));
        }
    }

    /// <summary>A process besides those of the fleet, under a name that may be in use.</summary>
    public FleetMember StartStranger(string instance) => FleetMember.Start(instance, program(instance));

    public void Remove(string instance, TimeSpan grace)
    {
        if (_engines.Remove(instance, out var engine))
        {
            engine.Terminate(grace);
            engine.Dispose();
        }
    }

    /// <summary>Starts again whatever has ended, as Kubernetes would.</summary>
    public void Revive() => Start([.. _engines.Where(x => x.Value.HasExited).Select(x => x.Key)]);

    public void Dispose()
    {
        foreach (var engine in _engines.Values)
        {
            engine.Dispose();
        }
    }
}
