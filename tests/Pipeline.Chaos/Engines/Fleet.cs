namespace Pipeline.Chaos.Engines;

/// <summary>The engine processes of a run.</summary>
internal sealed class Fleet(EngineArguments arguments) : IDisposable
{
    private readonly SortedDictionary<string, EngineProcess> _engines = new(StringComparer.Ordinal);

    public IReadOnlyCollection<EngineProcess> Engines => _engines.Values;

    public EngineProcess Any(Random random) => _engines.Values.ElementAt(random.Next(_engines.Count));

    public void Start(params string[] instances)
    {
        foreach (var instance in instances)
        {
            if (_engines.Remove(instance, out var old))
            {
                old.Dispose();
            }

            _engines[instance] = EngineProcess.Start(instance, arguments);
        }
    }

    /// <summary>A process besides those of the fleet, under a name that may be in use.</summary>
    public EngineProcess StartStranger(string instance) => EngineProcess.Start(instance, arguments);

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
