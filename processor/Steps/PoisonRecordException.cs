namespace Pipeline.Processor.Steps;

/// <summary>
/// A record that can never be processed. It goes to the dead-letter topic with its bytes and this reason.
/// </summary>
/// <param name="reason">Short code for <c>error.reason</c> and metrics: bounded, lower case, underscores.</param>
/// <param name="message">What is wrong, for a person.</param>
internal sealed class PoisonRecordException(string reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public string Reason { get; } = reason;
}
