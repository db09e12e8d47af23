namespace Pipeline.Processor.EventFiles;

/// <summary>What stands at a place of an event file: <see cref="EventText"/> or <see cref="RejectedText"/>.</summary>
/// <param name="Line">The line where it begins, from 1.</param>
internal abstract record EventFileEntry(int Line);
