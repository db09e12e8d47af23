namespace Pipeline.Processor.Steps;

/// <summary>What came of one record.</summary>
/// <param name="Outputs">Records to write, in order; valid until the next record is run.</param>
/// <param name="DeadLetter">The reason, where the record itself became a dead letter; else null.</param>
/// <param name="AlreadyApplied">Whether the record was skipped because the state had seen it.</param>
/// <param name="TooLate">For how many states the record came too late.</param>
/// <param name="LateTenant">The tenant whose lateness the record exceeded; null where none.</param>
/// <param name="Error">What the step threw, for the log; null where nothing.</param>
internal readonly record struct StepResult(
    IReadOnlyList<OutputRecord> Outputs,
    string? DeadLetter = null,
    bool AlreadyApplied = false,
    int TooLate = 0,
    string? LateTenant = null,
    Exception? Error = null
);
