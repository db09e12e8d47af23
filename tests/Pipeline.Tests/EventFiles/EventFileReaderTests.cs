using System.IO.Compression;
using System.Text;
using Pipeline.Processor.EventFiles;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.EventFiles;

public sealed class EventFileReaderTests
{
    private static readonly string Inputs = RepositoryFiles.PathOf("tests", "Pipeline.Tests", "EventFiles", "Inputs");

    [Fact]
    public async Task Every_line_comes_out_byte_for_byte()
    {
        var entries = await ReadFileAsync("07-user-behaviours-in-three-shapes.jsonl");
        var lines = await File.ReadAllLinesAsync(
            Path.Combine(Inputs, "07-user-behaviours-in-three-shapes.jsonl"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(lines, entries.Select(Text));
    }

    [Fact]
    public async Task A_mark_at_the_start_is_no_part_of_the_first_event()
    {
        var entries = await ReadFileAsync("51-bom-at-the-start.jsonl");
        Assert.Equal([1, 2], entries.Select(x => x.Line));
        Assert.All(entries, x => Assert.StartsWith("{\"actor\"", Text(x), StringComparison.Ordinal));
        AssertEvents(entries);
    }

    [Fact]
    public async Task Two_events_on_a_line_both_count_and_rubbish_behind_one_is_named()
    {
        var entries = await ReadFileAsync("53-two-events-on-one-line.jsonl");
        Assert.Equal([1, 1, 2, 2], entries.Select(x => x.Line));
        AssertEvents(entries[..3]);
        Assert.Equal("malformed_json", Assert.IsType<RejectedText>(entries[3]).Reason);
    }

    [Fact]
    public async Task Keys_given_twice_are_kept_as_they_are()
    {
        var entries = await ReadFileAsync("57-same-key-twice.jsonl");
        Assert.Equal(3, entries.Count);
        AssertEvents(entries);
    }

    [Theory]
    [InlineData("58-utf16-from-a-shell-redirect.bin")]
    [InlineData("58-utf16-from-a-shell-redirect.be.bin")]
    public async Task Utf16_is_decoded_with_or_without_a_mark(string file)
    {
        var entries = await ReadFileAsync(file);
        Assert.NotEmpty(entries);
        AssertEvents(entries);
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-16BE", true)]
    public async Task Every_encoding_gives_the_same_text_also_compressed_and_in_small_pieces(string encoding, bool mark)
    {
        const string Json = "{\"a\":\"Zürich 日本 😀\"}";
        var writer = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. mark ? writer.GetPreamble() : [], .. writer.GetBytes(Json + "\r\n" + Json)];
        foreach (var input in (byte[][])[bytes, Compress(bytes)])
        {
            var entries = await ReadAsync(new TricklingStream(input, 3));
            Assert.Equal([(1, Json), (2, Json)], entries.Select(x => (x.Line, Text(x))));
        }
    }

    [Fact]
    public async Task Utf32_is_refused_with_the_way_out()
    {
        byte[] bytes = [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes("{}")];
        var e = await Assert.ThrowsAsync<EventFileException>(() => ReadAsync(new MemoryStream(bytes)));
        Assert.Equal("input is UTF-32: convert it with `iconv -f UTF-32 -t UTF-8`.", e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n \r\n")]
    [InlineData("[]")]
    public async Task A_file_without_events_says_so(string text)
    {
        var entry = Assert.Single(await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text))));
        Assert.Equal("no_events", Assert.IsType<RejectedText>(entry).Reason);
    }

    [Fact]
    public async Task Gzip_cut_short_is_an_error_behind_the_events_before()
    {
        var lines = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{{\"n\":{i},\"h\":{i * 7919 % 10007}}}\n"));
        var whole = Compress(Encoding.UTF8.GetBytes(lines));
        var entries = new List<EventFileEntry>();

        var e = await Assert.ThrowsAsync<EventFileException>(() =>
            CollectAsync(new MemoryStream(whole[..(whole.Length / 2)]), entries)
        );

        Assert.Contains("cut short", e.Message, StringComparison.Ordinal);
        Assert.InRange(entries.Count, 1, 19_999);
    }

    [Fact]
    public async Task Damaged_gzip_is_an_error()
    {
        var e = await Assert.ThrowsAsync<EventFileException>(() =>
            ReadAsync(new MemoryStream([0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 0xFF, 0xFF, 0xFF]))
        );
        Assert.Contains("input is damaged or cut short", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_of_a_megabyte_and_its_neighbours_are_read()
    {
        var big = "{\"a\":\"" + new string('x', 3 << 20) + "\"}";
        var text = "{\"a\":1}\n" + big + "\n{\"a\":2}\n";
        var entries = await ReadAsync(new TricklingStream(Encoding.UTF8.GetBytes(text), 64 << 10));
        Assert.Equal([7, big.Length, 7], entries.Select(x => Assert.IsType<EventText>(x).Bytes.Length));
    }

    [Fact]
    public async Task An_object_beyond_the_bound_is_passed_over_in_bounded_memory()
    {
        var text = "{\"a\":\"" + new string('x', 8 << 20) + "\"}\n{\"a\":2}\n";
        var entries = new List<EventFileEntry>();
        await CollectAsync(new TricklingStream(Encoding.UTF8.GetBytes(text), 64 << 10), entries, maxBytes: 1 << 20);
        Assert.Equal("too_large", Assert.IsType<RejectedText>(entries[0]).Reason);
        Assert.Equal("{\"a\":2}", Text(entries[1]));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var e = await Assert.ThrowsAsync<EventFileException>(() => ReadFileAsync("nothing.jsonl"));
        Assert.EndsWith("nothing.jsonl does not exist.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_is_refused()
    {
        var e = await Assert.ThrowsAsync<EventFileException>(() => ReadFileAsync(""));
        Assert.Contains("is a directory", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (
                var _ in EventFileReader.ReadAsync(
                    new MemoryStream("{}"u8.ToArray()),
                    "input",
                    cancellationToken: cancelled.Token
                )
            ) { }
        });
    }

    private static void AssertEvents(IEnumerable<EventFileEntry> entries) =>
        Assert.All(
            entries,
            x =>
            {
                Assert.True(EventView.TryParse(((EventText)x).Bytes, out var view, out var defect), defect?.Message);
                view!.Dispose();
            }
        );

    private static string Text(EventFileEntry entry) =>
        Encoding.UTF8.GetString(Assert.IsType<EventText>(entry).Bytes.Span);

    private static byte[] Compress(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    private static async Task<List<EventFileEntry>> ReadFileAsync(string name)
    {
        var entries = new List<EventFileEntry>();
        await foreach (
            var entry in EventFileReader.ReadAsync(Path.Combine(Inputs, name), TestContext.Current.CancellationToken)
        )
        {
            entries.Add(entry);
        }

        return entries;
    }

    private static async Task<List<EventFileEntry>> ReadAsync(Stream stream)
    {
        var entries = new List<EventFileEntry>();
        await CollectAsync(stream, entries);
        return entries;
    }

    private static async Task CollectAsync(
        Stream stream,
        List<EventFileEntry> entries,
        int maxBytes = EventSplitter.DefaultMaxBytes
    )
    {
        await foreach (
            var entry in EventFileReader.ReadAsync(stream, "input", maxBytes, TestContext.Current.CancellationToken)
        )
        {
            entries.Add(entry);
        }
    }
}
