namespace Pipeline.Tests;

/// <summary>The formatter breaks code at 120 columns, but neither comments nor texts: those break here.</summary>
public sealed class SourceLinesTests
{
    private const int Columns = 120;
    private static readonly string[] Rooms = ["deploy", "kafka", "processor", "producer", "schemas", "tests"];

    [Fact]
    public void No_line_is_longer_than_120_columns_but_json_as_it_is_on_the_wire()
    {
        var wide =
            from room in Rooms
            from file in Directory.EnumerateFiles(RepositoryFiles.PathOf(room), "*.cs", SearchOption.AllDirectories)
            where !file.Contains($"{Path.DirectorySeparatorChar}Generated{Path.DirectorySeparatorChar}")
            from line in File.ReadLines(file).Index()
            where line.Item.Length > Columns && !IsJson(line.Item)
            select $"{file}:{line.Index + 1}: {line.Item.Length} columns";
        Assert.Empty(wide);
    }

    /// <summary>Broken, a sample could no longer be compared with what it is a sample of.</summary>
    private static bool IsJson(string line) => line.Contains("\":") || line.Contains("\\\"");
}
