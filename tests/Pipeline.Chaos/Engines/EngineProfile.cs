using Pipeline.Kafka;
using Pipeline.Processor.Streams;

namespace Pipeline.Chaos.Engines;

/// <summary>
/// How the engines of a run are set up. Some guards close a hole that is a few milliseconds wide; a profile widens it,
/// for the engine with its guards as for the one without.
/// </summary>
internal sealed record EngineProfile(string Name)
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6);

    public static IReadOnlyList<EngineProfile> All { get; } =
    [
        new("normal"),
        // A poll gathers for a second, so a rebalance falls into the middle of one.
        new("batches") { Poll = TimeSpan.FromSeconds(1), MaxPollRecords = 20_000 },
        // Each record is a batch, so the transaction of one that breaks the engine holds others before it.
        new("single") { MaxPollRecords = 1 },
        // A transaction outlives the session: a zombie still holds it when others own its partitions.
        new("zombie")
        {
            TransactionTimeout = TimeSpan.FromSeconds(60),
            Wrap = x => new ForgetfulClients(x, Session, TimeProvider.System),
        },
        new("late-flush") { TransactionTimeout = TimeSpan.FromSeconds(60), Wrap = x => new LateClients(x) },
    ];

    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(10);

    public int MaxPollRecords { get; init; } = 200;

    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Puts a fault between the engine and its clients.</summary>
    public Func<IKafkaClients, IKafkaClients> Wrap { get; init; } = x => x;

    public static EngineProfile Of(string name) =>
        All.FirstOrDefault(x => x.Name == name)
        ?? throw new ArgumentException(
            $"There is no profile {name}: {string.Join(", ", All.Select(x => x.Name))}.",
            nameof(name)
        );

    public EngineOptions Options(string application, string instance, EngineGuards guards) =>
        new()
        {
            Application = application,
            Instance = instance,
            SessionTimeout = Session,
            TransactionTimeout = TransactionTimeout,
            Poll = Poll,
            MaxPollRecords = MaxPollRecords,
            // The schedule breaks the same records again and again on purpose.
            MaxAttempts = 100,
            MaxAttemptsAtRecord = 100,
            Guards = guards,
        };
}
