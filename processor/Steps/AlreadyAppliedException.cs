namespace Pipeline.Processor.Steps;

/// <summary>
/// A record came again although its effect is in the state already: a hole in exactly-once. The record is skipped and
/// counted (<c>already_applied_total</c>, which must stay 0).
/// </summary>
internal sealed class AlreadyAppliedException(string key, long applied, long record)
    : Exception($"The record at offset {record} is older than state {key}, which was written at {applied}.");
