using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>
/// Writes down that an org's window is closed, as soon as that is known, so that whoever takes the tenant over does not
/// ask inside of it. For what asks beside the live poll, and for the live poll's end.
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

    /// <summary>Who gives a tenant up is awaited; one that has lost its brokers says nothing more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = services.Loggers.CreateLogger<WindowKeeper>();
    private DateTimeOffset _kept;

    /// <summary>
    /// An answer has come: where it closed the window, that is written before anything else, also where the tenant is
    /// given up meanwhile.
    /// </summary>
    /// <returns>The answer.</returns>
    public async Task<PageAnswer> AnsweredAsync(PageAnswer answer, CancellationToken cancel)
    {
        try
        {
            await KeepAsync(cancel);
            cancel.ThrowIfCancellationRequested();
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>The tenant is given up: whoever takes it over must know what its last answer said.</summary>
    /// <param name="known">What its checkpoint says already.</param>
    /// <param name="cancel">Cancelled, as a rule: the tenant is given up.</param>
    public async Task EndAsync(DateTimeOffset? known, CancellationToken cancel)
    {
        _kept = known > _kept ? known.Value : _kept;
        try
        {
            await KeepAsync(cancel);
        }
        catch (WriterLostException e)
        {
            // Who has lost the writer is fenced or without brokers, and can tell nobody.
            Untold(e);
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

        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, services.Time);
        await using var givenUp = cancel.Register(() => limit.CancelAfter(Patience));
        try
        {
            var checkpoint = new TopicPartition(Topics.Checkpoints, partition);
            var closed = windows.Of(tenant, bucket, now + wait, now);
            await writer.WriteAsync(x => x.Send(checkpoint, closed), limit.Token);
            _kept = now + wait;
        }
        catch (Exception e) when (e is TransactionAbortedException || limit.IsCancellationRequested)
        {
            // Nothing is lost by it.
            Untold(e);
        }
    }

    private void Untold(Exception e) =>
        _logger.LogDebug(e, "Tenant {Tenant}: the closed window is not in its checkpoints.", tenant.Name);
}
