using System.Buffers.Text;
using System.Text;

namespace Pipeline.Local.Simulation.Storage;

/// <summary>
/// Keeps an org's log in a file, so that an org that is started again is the same org: cursors stay valid, nothing it
/// served is unknown to it. A line is <c>persisted published text</c>, written before the event can be served.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly FileStream _file;

    private Journal(FileStream file, IReadOnlyList<LogEntry> entries)
    {
        _file = file;
        Entries = entries;
    }

    /// <summary>What it held when it was opened.</summary>
    public IReadOnlyList<LogEntry> Entries { get; }

    /// <summary>Opens or creates it. A last line that was torn by a kill is cut off: nobody was served it.</summary>
    public static Journal Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var entries = new List<LogEntry>();
        var end = 0;
        for (int at; (at = bytes.AsSpan(end).IndexOf((byte)'\n')) >= 0; end += at + 1)
        {
            entries.Add(Parse(bytes.AsMemory(end, at)));
        }

        file.SetLength(end);
        file.Seek(0, SeekOrigin.End);
        return new Journal(file, entries);
    }

    public void Append(LogEntry entry, ReadOnlySpan<byte> text)
    {
        var prefix = Encoding.ASCII.GetBytes($"{entry.PersistedMs} {entry.PublishedMs} ");
        var line = new byte[prefix.Length + text.Length + 1];
        prefix.CopyTo(line, 0);
        text.CopyTo(line.AsSpan(prefix.Length));
        line[^1] = (byte)'\n';
        _file.Write(line);
    }

    public void Dispose() => _file.Dispose();

    private static LogEntry Parse(ReadOnlyMemory<byte> line)
    {
        return
            Utf8Parser.TryParse(line.Span, out long persisted, out var first)
            && line.Length > first + 1
            && Utf8Parser.TryParse(line.Span[(first + 1)..], out long published, out var second)
            ? new LogEntry(persisted, published, line[(first + second + 2)..], -1)
            : throw new FormatException(
                "The simulated org's journal is damaged: remove the data directory to begin anew."
            );
    }
}
