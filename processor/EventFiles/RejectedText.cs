namespace Pipeline.Processor.EventFiles;

/// <summary>A text of an event file that is no event.</summary>
/// <param name="Line">The line where it begins, from 1.</param>
/// <param name="Reason">A dead letter's <c>error.reason</c>, or <c>too_large</c>, or <c>no_events</c>.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
internal sealed record RejectedText(int Line, string Reason, string Message) : EventFileEntry(Line);
