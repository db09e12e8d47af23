namespace Pipeline.Processor.Steps;

/// <summary>
/// What a stage does with a record: <c>(state, record or timer) → (state, outputs)</c>. A step knows neither Kafka nor
/// Streamiz, reads no clock and does no I/O; everything it may touch is in the context.
/// </summary>
/// <remarks>
/// Whatever it throws, nothing of the record remains: the runner takes back the state, drops the outputs and sends the
/// record to the dead-letter topic.
/// </remarks>
internal interface IStep
{
    /// <summary>Name of the stage, for dead letters and logs.</summary>
    string Name { get; }

    /// <summary>How values of its state are written to the changelog.</summary>
    IStateCodecs Codecs { get; }

    /// <exception cref="PoisonRecordException">The record cannot be read.</exception>
    void Process(InputRecord record, StepContext context);

    /// <summary>A timer of a state entry is due by the clock of its tenant.</summary>
    /// <param name="key">Key of the entry, which is still there with its timer.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="context">State and outputs.</param>
    void OnTimer(string key, StateEntry entry, StepContext context);
}
