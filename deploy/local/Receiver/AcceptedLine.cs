namespace Pipeline.Local.Receiver;

/// <summary>A line that was accepted, after it was written where it had to be.</summary>
/// <param name="Path"><c>/alerts</c> or <c>/telemetry</c>.</param>
/// <param name="Id">Its own id: <c>id</c>, <c>uuid</c> or <c>alert_id</c> with its revision; null without.</param>
/// <param name="Sha256">Of the exact bytes, in lower-case hexadecimal.</param>
/// <param name="Text">The exact bytes.</param>
internal sealed record AcceptedLine(string Path, string? Id, string Sha256, ReadOnlyMemory<byte> Text);
