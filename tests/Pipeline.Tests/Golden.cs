namespace Pipeline.Tests;

/// <summary>Text that people review as a file: compared with it, and rewritten with <c>UPDATE_GOLDEN=1</c>.</summary>
internal static class Golden
{
    private const int Context = 60;

    public static bool Update => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>Asserts that a file of the repository has this text. Line ends do not matter.</summary>
    /// <param name="path">From the root of the repository, with forward slashes.</param>
    public static void Matches(string path, string actual)
    {
        var file = RepositoryFiles.PathOf(path.Split('/'));
        var text = WithLineFeeds(actual);
        if (Update)
        {
            Write(file, text);
            return;
        }

        if (!File.Exists(file))
        {
            Assert.Fail($"{path} does not exist: run the tests with UPDATE_GOLDEN=1 and review what they write.");
        }

        if (Difference(WithLineFeeds(File.ReadAllText(file)), text) is { } difference)
        {
            Assert.Fail(
                $"{path} differs {difference}\nIf the change is meant, run with UPDATE_GOLDEN=1 and review the diff."
            );
        }
    }

    /// <summary>Where two texts part, or null where they are equal.</summary>
    internal static string? Difference(string expected, string actual)
    {
        if (expected == actual)
        {
            return null;
        }

        var at = expected.AsSpan().CommonPrefixLength(actual);
        var line = 1 + expected.AsSpan(0, at).Count('\n');
        return $"at line {line}:\n  expected: …{Around(expected, at)}…\n  actual:   …{Around(actual, at)}…";
    }

    private static string Around(string text, int at)
    {
        var start = Math.Max(0, at - Context);
        return text[start..Math.Min(text.Length, at + Context)].Replace("\n", "⏎", StringComparison.Ordinal);
    }

    private static string WithLineFeeds(string text) => text.ReplaceLineEndings("\n");

    private static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // Unchanged files keep their time, so that nothing is rebuilt for them.
        if (!File.Exists(file) || WithLineFeeds(File.ReadAllText(file)) != text)
        {
            File.WriteAllText(file, text);
        }
    }
}
