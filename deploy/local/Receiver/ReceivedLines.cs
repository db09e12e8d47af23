using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Local.Receiver;

/// <summary>What was accepted: counts, ids and hashes, and the bytes in files where wanted. Safe for threads.</summary>
/// <remarks>
/// Ids are kept (a hash of 16 bytes each) to count what came twice; that is what a receiver is here for.
/// </remarks>
internal sealed class ReceivedLines : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ReceiverOptions _options;
    private readonly Dictionary<string, FileStream> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PathCounts> _counts = new(StringComparer.Ordinal);

    public ReceivedLines(ReceiverOptions options)
    {
        _options = options;
        foreach (var path in new[] { "/alerts", "/telemetry" })
        {
            _counts[path] = new PathCounts();
            if (options.OutputDirectory is { } directory)
            {
                Directory.CreateDirectory(directory);
                var file = Path.Combine(directory, path[1..] + ".jsonl");
                _files[path] = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            }
        }
    }

    /// <summary>Accepts lines: when it returns they are on disk.</summary>
    public void Accept(string path, IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        lock (_lock)
        {
            if (_files.TryGetValue(path, out var file))
            {
                foreach (var line in lines)
                {
                    file.Write(line.Span);
                    file.WriteByte((byte)'\n');
                }

                file.Flush(flushToDisk: true);
            }

            foreach (var line in lines)
            {
                var accepted = new AcceptedLine(
                    path,
                    LineId.Of(line),
                    Convert.ToHexStringLower(SHA256.HashData(line.Span)),
                    line
                );
                _counts[path].Add(accepted);
                _options.Accepted?.Invoke(accepted);
            }
        }
    }

    public IReadOnlyDictionary<string, PathSummary> Summary()
    {
        lock (_lock)
        {
            return _counts.ToDictionary(c => c.Key, c => c.Value.Summary());
        }
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }
    }

    private sealed class PathCounts
    {
        /// <summary>
        /// Beyond this many ids, new ones are counted but not remembered: about 250 MB for each path.
        /// </summary>
        private const int MaxRemembered = 5_000_000;

        private readonly HashSet<UInt128> _ids = [];
        private readonly HashSet<UInt128> _texts = [];
        private long _lines;
        private long _bytes;
        private long _withoutId;
        private long _repeatedIds;

        public void Add(AcceptedLine line)
        {
            _lines++;
            _bytes += line.Text.Length;
            if (_texts.Count < MaxRemembered)
            {
                _texts.Add(UInt128.Parse(line.Sha256.AsSpan(0, 32), System.Globalization.NumberStyles.HexNumber, null));
            }
            if (line.Id is null)
            {
                _withoutId++;
            }
            else if (_ids.Contains(Short(line.Id)))
            {
                _repeatedIds++;
            }
            else if (_ids.Count < MaxRemembered)
            {
                _ids.Add(Short(line.Id));
            }
        }

        public PathSummary Summary() => new(_lines, _bytes, _ids.Count, _repeatedIds, _withoutId, _texts.Count);

        private static UInt128 Short(string id) =>
            System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
    }
}
