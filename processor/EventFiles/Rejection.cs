namespace Pipeline.Processor.EventFiles;

/// <summary>A text that is being passed over, until a line on which reading can go on.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Column">
/// The column of the object it is, where its error is on a later line; null where the error is on its own line. Behind
/// a broken object of many lines, the next line that opens something no deeper than the object did is a fresh start;
/// its other lines are its own. So neither one truncated line takes others with it, nor does one broken pretty-printed
/// object yield a message for each of its lines.
/// </param>
internal sealed record Rejection(int Line, int? Column, string Reason, string Message)
{
    /// <summary>Whether reading goes on with a line; null where more of it must be seen.</summary>
    public bool? ResumesAt(ReadOnlySpan<byte> line, bool end)
    {
        if (Column is not { } column)
        {
            return true;
        }

        var indent = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return indent >= 0 ? indent <= column && line[indent] is (byte)'{' or (byte)'[' or (byte)']'
            : end || line.Length > column ? false
            : null;
    }

    /// <summary>The entry, once it is known where reading goes on.</summary>
    public RejectedText ToEntry(int nextLine) =>
        new(Line, Reason, nextLine > Line + 1 ? $"{Message} Nothing was read up to line {nextLine - 1}." : Message);
}
