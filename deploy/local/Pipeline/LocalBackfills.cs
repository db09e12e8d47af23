using Pipeline.Kafka;
using Pipeline.Producer.Commands;
using Pipeline.Schemas;

namespace Pipeline.Local.Pipeline;

/// <summary>
/// <c>okta-producer backfill</c> in local mode, where one process at a time has the log: asks for each tenant in turn
/// and shows how it goes. Started again with the same span, it follows what is under way.
/// </summary>
internal sealed class LocalBackfills(
    IKafkaClients log,
    ISchemaIds ids,
    IReadOnlyList<string> tenants,
    BackfillSpan span,
    TimeProvider time
)
{
    /// <summary>Ends only when cancelled: collection goes on after a backfill.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var tenant in tenants)
        {
            using var topic = new BackfillTopic(log, ids, tenant, time);
            var display = new BackfillDisplay(Console.Out, terminal: false, time);
            await new BackfillCommand(topic, tenant, display, time).RunAsync(span, cancel);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
    }
}
