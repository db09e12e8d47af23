using Pipeline.Kafka;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

namespace Pipeline.Chaos.Counting;

/// <summary>
/// The stage under test (counts ids per key) and its topics, named after the run: runs share a broker.
/// </summary>
internal sealed record ChaosTopics(string Run)
{
    public const int Partitions = 6;

    public string Application => Run;

    public string Input => $"{Run}.in";

    public string Output => $"{Run}.out";

    public string DeadLetters => Topics.DeadLetters(Input);

    public Stage Stage => new("count", Input, [Output], "counts", "count ids per key", _ => new LedgerStep(Output));

    public string Group => Stage.ApplicationId(Application);

    public TopicSpec Changelog => Stage.Changelog(Application, Partitions);

    public async Task CreateAsync(IKafkaClients clients)
    {
        using var admin = clients.CreateAdmin();
        await new TopicAdmin(admin).ApplyAsync([Spec(Input), Spec(Output), Spec(DeadLetters), Changelog]);
    }

    private static TopicSpec Spec(string name) =>
        new(name, Partitions, CleanupPolicy.Delete, TimeSpan.FromDays(1), null);
}
