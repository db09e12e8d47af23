namespace Pipeline.IntegrationTests.Chaos;

/// <summary>Processes are killed and brokers restarted on a small machine: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChaosCollection : ICollectionFixture<ChaosBroker>
{
    public const string Name = "chaos";
}
