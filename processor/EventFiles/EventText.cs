namespace Pipeline.Processor.EventFiles;

/// <summary>One JSON object of an event file. Whether it is an event, <c>EventView</c> says.</summary>
/// <param name="Line">The line where it begins, from 1.</param>
/// <param name="Bytes">Its exact text, the entry's own memory.</param>
internal sealed record EventText(int Line, ReadOnlyMemory<byte> Bytes) : EventFileEntry(Line);
