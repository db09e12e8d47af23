namespace Pipeline.Chaos.Disturbances;

/// <summary>What a run can draw from.</summary>
internal static class DisturbanceCatalogue
{
    /// <summary>A fresh set: some number their keys.</summary>
    public static IReadOnlyList<IDisturbance> All() =>
        [
            new KillEngine(),
            new TerminateEngine(),
            new SuspendEngine("suspend", 15, 2, 5.5, 9),
            new SuspendEngine("expel", 0, 14),
            new ScaleEngines(),
            new DuplicateIdentity(),
            new BreakRecord(),
            new ForeignTransaction(
                "foreign",
                8,
                ForeignTransaction.Commits,
                ForeignTransaction.Aborts,
                ForeignTransaction.TimesOut
            ),
            new ForeignTransaction("foreign-commit", 0, ForeignTransaction.Commits),
            new RestoreDeleted(),
            new RestartBroker("broker", 5, alwaysKills: false),
            new RestartBroker("broker-kill", 0, alwaysKills: true),
            new SuspendCoordinator(),
            new RollBrokers(),
            new StopBehindOffsets(),
        ];

    /// <param name="names">Names, separated by commas; empty for all that are drawn at random.</param>
    /// <param name="nodes">Brokers there are.</param>
    public static IReadOnlyList<IDisturbance> Named(string names, int nodes)
    {
        var all = All();
        var wanted = names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Array.Find(wanted, x => all.All(y => y.Name != x)) is { } unknown)
        {
            throw new ArgumentException(
                $"There is no disturbance {unknown}: {string.Join(", ", all.Select(x => x.Name))}.",
                nameof(names)
            );
        }

        return [.. all.Where(x => x.Nodes <= nodes && (wanted.Length == 0 ? x.Weight > 0 : wanted.Contains(x.Name)))];
    }

    /// <summary>Draws one by weight.</summary>
    public static IDisturbance Draw(IReadOnlyList<IDisturbance> from, Random random)
    {
        var ticket = random.Next(from.Sum(x => Math.Max(1, x.Weight)));
        foreach (var disturbance in from)
        {
            ticket -= Math.Max(1, disturbance.Weight);
            if (ticket < 0)
            {
                return disturbance;
            }
        }

        return from[^1];
    }
}
