namespace Pipeline.Processor.Detection.Sigma.Yaml;

/// <summary>Text between two document markers of a rule file.</summary>
/// <param name="Text">The text.</param>
/// <param name="LinesBefore">Lines of the file before it.</param>
internal readonly record struct RuleTextChunk(string Text, int LinesBefore)
{
    /// <summary>
    /// Splits a file at its <c>---</c> lines. YAML allows such a line at column 0 nowhere but between documents, so
    /// the cut is exact, and a document with a syntax error costs only itself.
    /// </summary>
    public static IEnumerable<RuleTextChunk> Split(string file)
    {
        var text = file.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        var start = 0;
        var startLine = 0;
        var line = 0;
        var position = 0;
        while (position <= text.Length)
        {
            var end = text.IndexOf('\n', position) is var found and >= 0 ? found : text.Length;
            if (IsMarker(text.AsSpan(position, end - position)) && position > start)
            {
                if (HasContent(text.AsSpan(start, position - start)))
                {
                    yield return new RuleTextChunk(text[start..position], startLine);
                }

                start = position;
                startLine = line;
            }

            position = end + 1;
            line++;
        }

        if (start < text.Length && HasContent(text.AsSpan(start)))
        {
            yield return new RuleTextChunk(text[start..], startLine);
        }
    }

    private static bool IsMarker(ReadOnlySpan<char> line) =>
        line.StartsWith("---") && (line.Length == 3 || char.IsWhiteSpace(line[3]));

    /// <summary>Whether there is more than comments, directives, markers and blank lines.</summary>
    private static bool HasContent(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split('\n'))
        {
            var line = text[range];
            var content = line.Trim();
            if (!content.IsEmpty && content is not ("---" or "...") && content[0] != '#' && line[0] != '%')
            {
                return true;
            }
        }

        return false;
    }
}
