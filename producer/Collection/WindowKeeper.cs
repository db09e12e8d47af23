using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>
/// Writes down that an org's window is closed, as soon as that is known, so that whoever takes the tenant over does not
/// ask inside of it. For what asks beside the live poll.
/// </summary>
internal sealed class WindowKeeper(
    Tenant tenant,
    int partition,
    RateBucket bucket,
    RateGovernor governor,
    PartitionWriter writer,
    ClosedWindows windows,
    CollectionServices services
)
{
    /// <summary>The end of one window, computed from two answers, differs by about so much.</summary>
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(3);

    private readonly ILogger _logger = services.Loggers.CreateLogger<WindowKeeper>();
    private DateTimeOffset _kept;

    /// <summary>An answer has come: where it closed the window, that is written before anything else.</summary>
    /// <returns>The answer.</returns>
    public async Task<PageAnswer> AnsweredAsync(PageAnswer answer, CancellationToken cancel)
    {
        try
        {
            await KeepAsync(cancel);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async Task KeepAsync(CancellationToken cancel)
    {
        if (governor.WaitForOkta(services.Elapsed()) is not { Ticks: > 0 } wait)
        {
            return;
        }

        var now = services.Time.GetUtcNow();
        if (now + wait <= _kept + Same)
        {
            return;
        }

        try
        {
            var checkpoint = new TopicPartition(Topics.Checkpoints, partition);
            await writer.WriteAsync(x => x.Send(checkpoint, windows.Of(tenant, bucket, now + wait, now)), cancel);
            _kept = now + wait;
        }
        catch (TransactionAbortedException e)
        {
            // Nothing is lost by it.
            _logger.LogDebug(e, "Tenant {Tenant}: the closed window is not in its checkpoints.", tenant.Name);
        }
    }
}
