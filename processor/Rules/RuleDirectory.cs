using Pipeline.Kafka;

namespace Pipeline.Processor.Rules;

/// <summary>Reads the rule files of directories, in an order that does not depend on the file system.</summary>
internal static class RuleDirectory
{
    /// <summary>The directory of the rules that come with the program.</summary>
    public static string BuiltIn => Path.Combine(AppContext.BaseDirectory, "Rules");

    /// <summary>Every <c>*.yml</c> and <c>*.yaml</c> below the directories, with its text.</summary>
    /// <exception cref="ConfigurationException">A directory or file cannot be read.</exception>
    public static IReadOnlyList<(string File, string Text)> Read(IEnumerable<string> directories)
    {
        var files = new List<(string, string)>();
        foreach (var directory in directories)
        {
            if (!Directory.Exists(directory))
            {
                throw new ConfigurationException(
                    $"Rule directory {directory} does not exist: give a directory of Sigma rules (*.yml)."
                );
            }

            files.AddRange(Names(directory).Select(x => (x, Text(x))));
        }

        return files;
    }

    /// <summary>
    /// The rule files of a directory that must have some: nothing checked must not read as all is well.
    /// </summary>
    /// <exception cref="ConfigurationException">There is none, or one cannot be read.</exception>
    public static IReadOnlyList<(string File, string Text)> ReadSome(string directory) =>
        Read([directory]) is { Count: > 0 } files
            ? files
            : throw new ConfigurationException(
                $"There is no Sigma rule (*.yml or *.yaml) below {directory}: give a directory that has some."
            );

    private static IEnumerable<string> Names(string directory) =>
        Directory
            .EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(x => Path.GetExtension(x).ToLowerInvariant() is ".yml" or ".yaml")
            .Order(StringComparer.Ordinal);

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Rule file {file} cannot be read: {e.Message}", e);
        }
    }
}
