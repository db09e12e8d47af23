using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>Works on a span for as long as it can: reads it window by window, page by page, and compares.</summary>
/// <remarks>
/// It returns where it must wait long or where something more urgent is due; the span goes on from its progress. So no
/// window is held in memory for an org that does not answer.
/// </remarks>
internal sealed class SpanRun(
    Tenant tenant,
    RawWindow raw,
    SpanReader pages,
    SpanPublisher publisher,
    PollTurns turns,
    PageSlots windows,
    ProducerMetrics metrics
)
{
    /// <summary>
    /// Okta does not say whether a range includes its ends, so a little more is asked for than is compared.
    /// </summary>
    private static readonly TimeSpan Edge = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan DateMargin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClocksAgree = TimeSpan.FromMinutes(2);

    /// <summary>Works on a span.</summary>
    /// <param name="progress">Where it stands.</param>
    /// <param name="committed">Told of all progress that is in the log.</param>
    /// <param name="isUrgent">Whether to leave off after a page.</param>
    /// <param name="interrupt">Ends requests and waits.</param>
    /// <param name="cancel">Ends everything.</param>
    /// <returns>Why it cannot go on; null where it can, or is over.</returns>
    public async Task<string?> RunAsync(
        SpanProgress progress,
        Action<SpanProgress> committed,
        Func<bool> isUrgent,
        CancellationToken interrupt,
        CancellationToken cancel
    )
    {
        using var slot = await windows.TakeAsync(interrupt);
        try
        {
            while (progress.State == SpanState.Running && !isUrgent())
            {
                var window = await raw.OpenAsync(
                    progress.DoneUntil,
                    progress.WindowUntil ?? progress.Until,
                    turns,
                    interrupt
                );
                (progress, var fault) = await WindowAsync(progress, window, committed, isUrgent, interrupt, cancel);
                if (fault is not null)
                {
                    return fault;
                }
            }

            return null;
        }
        catch (WindowTooDenseException e)
        {
            committed(await FailAsync(progress, e.Message, cancel));
            return null;
        }
        finally
        {
            turns.Watch(null);
        }
    }

    private async Task<(SpanProgress Progress, string? Fault)> WindowAsync(
        SpanProgress progress,
        WindowIds window,
        Action<SpanProgress> committed,
        Func<bool> isUrgent,
        CancellationToken interrupt,
        CancellationToken cancel
    )
    {
        if (progress.WindowUntil != window.Until || !IsOurs(progress.Url))
        {
            progress = progress with
            {
                WindowUntil = window.Until,
                Url = LogsUrl.Bounded(tenant.Org, window.From - Edge, window.Until + Edge),
            };
        }

        while (true)
        {
            using var answer = await pages.GetAsync(progress.Url!, progress.Kind, interrupt);
            if (answer.Page is not { } page)
            {
                return await FailedAsync(answer, progress, committed, cancel);
            }

            if (page.Next == page.Requested && page.Elements.Count > 0)
            {
                return (progress, "Okta's next link leads back to its own page");
            }

            var before = progress;
            var written = await publisher.PublishAsync(
                page,
                Moment(answer, page),
                window,
                before.Kind,
                tally => After(before, page, window, tally),
                interrupt,
                cancel
            );
            if (written is null)
            {
                return window.IsFull
                    ? (progress.WindowAgain(), null)
                    : (progress, "the live poll has not found the end of Okta's log");
            }

            committed(written);
            progress = written;
            if (progress.Url is null || isUrgent())
            {
                return (progress, null);
            }
        }
    }

    /// <summary>
    /// When the page was received. Okta's Date, cut to seconds, and our clock should agree: then the later one counts.
    /// Where they do not, one is wrong, and the earlier one at least never waits for a time that does not come.
    /// </summary>
    private PollMoment Moment(PageAnswer answer, OktaPage page)
    {
        var (earlier, later) = (page.ReceivedAt, answer.Rate.Date ?? page.ReceivedAt);
        if (earlier > later)
        {
            (earlier, later) = (later, earlier);
        }

        return turns.Now((later - earlier < ClocksAgree ? later : earlier) + DateMargin);
    }

    /// <summary>Whether a URL is one of this org: it may have another name since.</summary>
    private bool IsOurs(string? url) => url is not null && LogsUrl.Exact(url) is { } uri && tenant.Org.Owns(uri);

    private static SpanProgress After(SpanProgress before, OktaPage page, WindowIds window, PageTally tally)
    {
        var seen = ElementWriter.Later(before.Seen, tally.Reached);
        var after = before with
        {
            Seen = seen > window.Until ? window.Until : seen,
            Compared = before.Compared + page.Elements.Count,
            Missing = before.Missing + tally.Events,
            DeadLetters = before.DeadLetters + tally.DeadLetters,
            Pages = before.Pages + 1,
        };
        // A bounded reading is finite: no next link ends it, and so does an empty page, whatever its links say.
        return page.Next is null || page.Elements.Count == 0
            ? after.WindowDone(window.Until)
            : after with
            {
                Url = page.Next,
            };
    }

    private async Task<(SpanProgress Progress, string? Fault)> FailedAsync(
        PageAnswer answer,
        SpanProgress progress,
        Action<SpanProgress> committed,
        CancellationToken cancel
    )
    {
        var failure = answer.Failure!;
        var what = $"{failure.Message} (request {answer.RequestId ?? "-"})";
        metrics.Reconcile.Failure(tenant.Name, progress.Kind);
        if (failure.Kind == FailureKind.CursorRejected)
        {
            progress = progress.WindowAgain();
            committed(progress);
            return (progress, what);
        }

        if (failure is { Kind: FailureKind.Configuration, Status: 400 })
        {
            // Okta will never serve this span.
            progress = await FailAsync(progress, what, cancel);
            committed(progress);
            return (progress, null);
        }

        return (progress, what);
    }

    private async Task<SpanProgress> FailAsync(SpanProgress progress, string fault, CancellationToken cancel)
    {
        var failed = progress.Failed(fault);
        await publisher.SaveAsync(failed, cancel);
        return failed;
    }
}
