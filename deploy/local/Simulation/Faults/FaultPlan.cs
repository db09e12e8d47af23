namespace Pipeline.Local.Simulation.Faults;

/// <summary>The script in force and the requests counted against it. Safe for threads.</summary>
internal sealed class FaultPlan(FaultScript script)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _requests = new(StringComparer.Ordinal);
    private FaultScript _script = script;

    public FaultScript Script
    {
        get
        {
            lock (_lock)
            {
                return _script;
            }
        }
    }

    /// <summary>Puts another script in force; requests count from 1 again.</summary>
    public void Replace(FaultScript script)
    {
        lock (_lock)
        {
            _script = script;
            _requests.Clear();
        }
    }

    /// <summary>Counts a request and says what goes wrong with it.</summary>
    /// <remarks>Only the paths of the API come here: the dictionary has three entries at most.</remarks>
    public IReadOnlyList<Fault> Next(string path)
    {
        lock (_lock)
        {
            var number = _requests.GetValueOrDefault(path) + 1;
            _requests[path] = number;
            return
            [
                .. _script.Faults.Where((fault, i) => fault.Path == path && fault.Strikes(number, _script.Seed, i)),
            ];
        }
    }
}
