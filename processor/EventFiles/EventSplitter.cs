namespace Pipeline.Processor.EventFiles;

/// <summary>Finds the JSON objects in a text that comes in pieces. Pure: no I/O.</summary>
/// <remarks>
/// One lenient grammar for every export there is: objects, alone or in arrays, with any white space or commas between
/// them. So JSON lines, one array, a line for each page of an API, values without a separator and pretty-printed ones
/// all read alike. Whatever else stands there is rejected by line, never skipped silently, and reading goes on behind
/// it.
/// </remarks>
/// <param name="maxBytes">Bound on one object.</param>
internal sealed class EventSplitter(int maxBytes = EventSplitter.DefaultMaxBytes)
{
    /// <summary>
    /// An Okta event has some 100 KB at most; a bound must exist, as an object is held in memory as a whole.
    /// </summary>
    public const int DefaultMaxBytes = 16 << 20;

    private int _line = 1;
    private int _column;
    private int? _arrayLine;
    private Rejection? _rejection;

    /// <summary>Takes entries out of a text.</summary>
    /// <param name="text">What earlier calls did not consume, and what came since.</param>
    /// <param name="end">Whether the text ends here.</param>
    /// <param name="entries">Where entries are added.</param>
    /// <returns>Bytes consumed; all of them at the end.</returns>
    public int Split(ReadOnlySpan<byte> text, bool end, ICollection<EventFileEntry> entries)
    {
        var at = 0;
        while (at < text.Length)
        {
            var rest = text[at..];
            if (_rejection is not null && !TryResume(rest, end, entries, out var moreNeeded))
            {
                if (moreNeeded)
                {
                    return at;
                }

                at += PassLine(rest);
                continue;
            }

            var taken = Take(rest, end, entries);
            if (taken == 0)
            {
                return at;
            }

            at += taken;
        }

        if (end)
        {
            Finish(entries);
        }

        return at;
    }

    private int Take(ReadOnlySpan<byte> text, bool end, ICollection<EventFileEntry> entries)
    {
        switch (text[0])
        {
            case (byte)'\n':
                _line++;
                _column = 0;
                return 1;
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)',':
                _column++;
                return 1;
            case (byte)'[' when _arrayLine is null:
                _arrayLine = _line;
                _column++;
                return 1;
            case (byte)']' when _arrayLine is not null:
                _arrayLine = null;
                _column++;
                return 1;
            case (byte)'{':
                return TakeObject(text, end, entries);
            default:
                return Reject("malformed_json", "This is no JSON object. The rest of the line was not read.", 0);
        }
    }

    private int TakeObject(ReadOnlySpan<byte> text, bool end, ICollection<EventFileEntry> entries)
    {
        var frame = ValueFrame.Of(text);
        if (frame.Length > 0 && frame.Length <= maxBytes)
        {
            entries.Add(new EventText(_line, text[..frame.Length].ToArray()));
            Advance(text[..frame.Length]);
            return frame.Length;
        }

        if (frame.Error is { } error)
        {
            return Reject("malformed_json", error + " The rest of the line was not read.", frame.ErrorLine);
        }

        if (text.Length > maxBytes)
        {
            var lines = text[..maxBytes].Count((byte)'\n');
            return Reject("too_large", $"The object has more than {maxBytes} bytes.", lines);
        }

        return end ? Reject("malformed_json", "The text ends in the middle of an object.", text.Count((byte)'\n')) : 0;
    }

    /// <summary>Begins to pass over a text, with the byte that is the reason.</summary>
    private int Reject(string reason, string message, int linesBelow)
    {
        _rejection = new Rejection(_line, linesBelow > 0 ? _column : null, reason, message);
        if (_arrayLine == _line)
        {
            // "[INFO] started": what looked like an array is part of the rubbish.
            _arrayLine = null;
        }

        _column++;
        return 1;
    }

    /// <summary>Ends a rejection at the start of a line on which reading can go on.</summary>
    private bool TryResume(ReadOnlySpan<byte> text, bool end, ICollection<EventFileEntry> entries, out bool moreNeeded)
    {
        var resumes = _column == 0 ? _rejection!.ResumesAt(text, end) : false;
        moreNeeded = resumes is null;
        if (resumes is not true)
        {
            return false;
        }

        entries.Add(_rejection!.ToEntry(_line));
        _rejection = null;
        return true;
    }

    /// <summary>Passes over the rest of a line.</summary>
    private int PassLine(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        if (end < 0)
        {
            _column += text.Length;
            return text.Length;
        }

        _line++;
        _column = 0;
        return end + 1;
    }

    private void Advance(ReadOnlySpan<byte> value)
    {
        var lines = value.Count((byte)'\n');
        _line += lines;
        _column = lines == 0 ? _column + value.Length : value.Length - value.LastIndexOf((byte)'\n') - 1;
    }

    private void Finish(ICollection<EventFileEntry> entries)
    {
        if (_rejection is not null)
        {
            entries.Add(_rejection.ToEntry(_column == 0 ? _line : _line + 1));
            _rejection = null;
        }

        if (_arrayLine is { } line)
        {
            const string Message = "The array that begins here has no end: is the file whole?";
            entries.Add(new RejectedText(line, "malformed_json", Message));
        }
    }
}
