namespace Pipeline.Local.Pipeline;

/// <summary>A line of an events file that is no event, or not only one.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Reason">Code for <c>error.reason</c>.</param>
/// <param name="Message">What is wrong, for people.</param>
/// <param name="Bytes">The exact bytes of the line, without its end.</param>
internal sealed record RejectedLine(int Line, string Reason, string Message, byte[] Bytes);
