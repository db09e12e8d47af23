using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>
/// One tenant's reconciliation and backfill: takes up what is due or asked for, one span at a time, forever. Polling
/// never depends on it.
/// </summary>
internal sealed class Reconciler(
    Tenant tenant,
    ReconcileAgenda agenda,
    SpanRun run,
    SpanPublisher publisher,
    BackfillInbox inbox,
    RateGovernor governor,
    PollTurns turns,
    CollectionServices services
)
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryCap = TimeSpan.FromMinutes(10);

    private readonly ILogger _logger = services.Loggers.CreateLogger<Reconciler>();
    private TimeSpan _retry = RetryFirst;

    /// <summary>
    /// Writes down where a schedule begins that has not yet. Done before the poll begins, so that no restart moves it.
    /// </summary>
    /// <param name="collectedSince">When collection of the tenant began: what is older is no gap.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task BeginAsync(DateTimeOffset collectedSince, CancellationToken cancel)
    {
        foreach (var kind in ReconcileSchedule.Kinds(services.Options.Reconcile).Where(x => agenda.Of(x) is null))
        {
            var first = ReconcileSchedule.First(
                kind,
                services.Options.Reconcile,
                collectedSince,
                services.Time.GetUtcNow()
            );
            await publisher.SaveAsync(first, cancel);
            Committed(first);
        }
    }

    /// <summary>Works until cancelled or until the writer is lost.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var (request, next) = inbox.Look(tenant.Name);
            using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancel, next);
            try
            {
                await TakeUpAsync(request, cancel);
                await StepAsync(interrupt.Token, cancel);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // A request has come in: it is looked at first, then work goes on from its progress.
            }
            catch (Exception e) when (e is TransactionAbortedException or KafkaException or TimeoutException)
            {
                _logger.LogWarning(e, "Tenant {Tenant}: reading the past is tried again.", tenant.Name);
                await services.Pause.WaitAsync(tenant.Name, "reconcile_retry", RetryFirst, cancel);
            }
            finally
            {
                governor.Reserved = false;
            }
        }
    }

    private async Task TakeUpAsync(BackfillRequest? request, CancellationToken cancel)
    {
        if (agenda.After(request) is not { } progress)
        {
            return;
        }

        await publisher.SaveAsync(progress, cancel);
        Committed(progress);
        _logger.LogInformation(
            "Tenant {Tenant}: backfill of {From:u} to {Until:u} is {State}.",
            tenant.Name,
            progress.From,
            progress.Until,
            progress.State == SpanState.Cancelled ? "cancelled" : "taken up"
        );
    }

    private async Task StepAsync(CancellationToken interrupt, CancellationToken cancel)
    {
        var (span, wait) = agenda.Next(services.Time.GetUtcNow());
        if (span is null)
        {
            await (
                wait is { } due
                    ? services.Pause.WaitAsync(tenant.Name, "reconcile", due, interrupt)
                    : Task.Delay(Timeout.InfiniteTimeSpan, services.Time, interrupt)
            );
            return;
        }

        // The live poll comes first: while it has not found the end, most of the span is merely not there yet.
        await turns.WaitAsync(PollMoment.Beginning, interrupt);
        governor.Reserved = true;
        var fault = await run.RunAsync(span, Committed, () => IsUrgent(span.Kind), interrupt, cancel);
        governor.Reserved = false;
        if (fault is null)
        {
            _retry = RetryFirst;
            return;
        }

        _logger.LogWarning(
            "Tenant {Tenant}: {Kind} of {From:u} to {Until:u} waits: {Fault}. It goes on by itself.",
            tenant.Name,
            Name(span.Kind),
            span.From,
            span.Until,
            fault
        );
        var pause = _retry;
        _retry = _retry * 2 < RetryCap ? _retry * 2 : RetryCap;
        await services.Pause.WaitAsync(tenant.Name, "reconcile_retry", pause, interrupt);
    }

    /// <summary>A backfill may take days: what is due on the schedule goes first.</summary>
    private bool IsUrgent(SpanKind working) =>
        working == SpanKind.Backfill && agenda.Next(services.Time.GetUtcNow()).Span?.Kind != SpanKind.Backfill;

    private void Committed(SpanProgress progress)
    {
        agenda.Set(progress);
        services.Metrics.Reconcile.Stands(tenant.Name, progress);
        if (progress.State == SpanState.Running || progress.From == progress.Until)
        {
            return;
        }

        _logger.Log(
            progress.State == SpanState.Failed ? LogLevel.Error
                : progress.Missing > 0 && progress.Kind != SpanKind.Backfill ? LogLevel.Warning
                : LogLevel.Information,
            "Tenant {Tenant}: {Kind} of {From:u} to {Until:u} {State}: {Compared} events compared, {Missing} were "
                + "missing in raw and are there now, {DeadLetters} dead letters, {Pages} pages. {Fault}",
            tenant.Name,
            Name(progress.Kind),
            progress.From,
            progress.Until,
            progress.State,
            progress.Compared,
            progress.Missing,
            progress.DeadLetters,
            progress.Pages,
            progress.Fault
        );
    }

    private static string Name(SpanKind kind) => kind == SpanKind.Backfill ? "backfill" : "reconciliation";
}
