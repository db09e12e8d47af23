using Pipeline.Processor.Delivery.Policies;
using Pipeline.Processor.Delivery.Targets;

namespace Pipeline.Tests.Delivery.Targets;

public sealed class FileTargetTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("delivery").FullName;

    private string File => Path.Combine(_directory, "sub", "out.ndjson");

    [Fact]
    public async Task Lines_are_appended_each_with_its_line_feed()
    {
        Assert.Equal(VerdictKind.Acknowledged, await WriteAsync("a", "b"));
        Assert.Equal(VerdictKind.Acknowledged, await WriteAsync("c"));
        Assert.Equal("a\nb\nc\n", await ReadAsync());
    }

    [Theory]
    [InlineData("a\nb\n{\"torn", "a\nb\nnew\n")]
    [InlineData("torn", "new\n")]
    [InlineData("a\n", "a\nnew\n")]
    [InlineData("", "new\n")]
    public async Task A_torn_last_line_is_cut_away_first(string before, string after)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.WriteAllTextAsync(File, before, TestContext.Current.CancellationToken);
        await WriteAsync("new");
        Assert.Equal(after, await ReadAsync());
    }

    [Fact]
    public async Task A_torn_line_longer_than_a_block_is_cut_away_too()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        var torn = "a\n" + new string('x', 200_000);
        await System.IO.File.WriteAllTextAsync(File, torn, TestContext.Current.CancellationToken);
        await WriteAsync("new");
        Assert.Equal("a\nnew\n", await ReadAsync());
    }

    [Fact]
    public async Task A_file_that_another_writer_holds_is_tried_again()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        using var target = new FileTarget(File);
        var payload = Payload.Of("s", [PayloadTests.Line(1, "a")]);
        await using (new FileStream(File, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Assert.Equal(VerdictKind.Retry, (await target.SendAsync(payload, CancellationToken.None)).Kind);
        }

        Assert.Equal(VerdictKind.Acknowledged, (await target.SendAsync(payload, CancellationToken.None)).Kind);
        Assert.Equal("a\n", await ReadAsync());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<VerdictKind> WriteAsync(params string[] lines)
    {
        using var target = new FileTarget(File);
        var payload = Payload.Of("s", [.. lines.Select((x, i) => PayloadTests.Line(i, x))]);
        return (await target.SendAsync(payload, CancellationToken.None)).Kind;
    }

    private async Task<string> ReadAsync()
    {
        await using var stream = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
