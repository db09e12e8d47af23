namespace Pipeline.Processor.Backtest;

/// <summary>What a backtest saw.</summary>
internal sealed class BacktestCounts
{
    private long _deadLetters;

    public long Events { get; set; }

    /// <summary>Texts that are no events.</summary>
    public long Rejected { get; set; }

    /// <summary>Events whose uuid came before in the same tenant.</summary>
    public long Duplicates { get; set; }

    /// <summary>Alert revisions.</summary>
    public long Revisions { get; set; }

    /// <summary>Records on which a step failed: bugs.</summary>
    public long DeadLetters => Interlocked.Read(ref _deadLetters);

    /// <summary>Events that came too late for an entity they concern, once for each.</summary>
    public long TooLate { get; set; }

    public Exception? LastError { get; private set; }

    /// <summary>A step failed, of either stage.</summary>
    public void Failed(Exception? error)
    {
        Interlocked.Increment(ref _deadLetters);
        LastError = error;
    }
}
