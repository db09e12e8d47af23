using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipeline.Processor.Detection.Sigma.Yaml;

/// <summary>Builds the nodes of one chunk of a rule file from the parser's events.</summary>
internal sealed class RuleNodeReader
{
    /// <summary>Rules nest about five levels.</summary>
    private const int MaxDepth = 32;

    /// <summary>Aliases count each time they are used: a small text must not grow into a large rule.</summary>
    private const int MaxNodes = 100_000;

    private readonly Dictionary<string, RuleNode> _anchors = new(StringComparer.Ordinal);
    private readonly Parser _parser;
    private readonly int _linesBefore;

    private RuleNodeReader(RuleTextChunk chunk)
    {
        _parser = new Parser(new Scanner(new StringReader(chunk.Text)));
        _linesBefore = chunk.LinesBefore;
    }

    /// <summary>The documents of a chunk: one, unless <c>...</c> ends a document within it.</summary>
    /// <exception cref="SigmaRefusedException">The text is no YAML, or YAML that rules may not use.</exception>
    public static List<RuleNode> Read(RuleTextChunk chunk)
    {
        var reader = new RuleNodeReader(chunk);
        try
        {
            return reader.Documents();
        }
        catch (YamlException e)
        {
            throw new SigmaRefusedException(
                (int)e.Start.Line + chunk.LinesBefore,
                $"The text is not valid YAML (column {e.Start.Column}): {e.Message}"
            );
        }
        // The library's own way to say that the text ended within something.
        catch (InvalidOperationException)
        {
            throw new SigmaRefusedException(
                (int)(reader._parser.Current?.Start.Line ?? 1) + chunk.LinesBefore,
                "The text is not valid YAML from here on: a bracket, a brace or a quote is not closed."
            );
        }
    }

    private List<RuleNode> Documents()
    {
        var documents = new List<RuleNode>();
        while (_parser.MoveNext())
        {
            switch (_parser.Current)
            {
                case DocumentStart:
                    _anchors.Clear();
                    break;
                case NodeEvent:
                    documents.Add(Node(0));
                    break;
            }
        }

        return documents;
    }

    /// <summary>The node that begins at the current event; leaves the parser at its last event.</summary>
    private RuleNode Node(int depth)
    {
        var start = _parser.Current!;
        var line = (int)start.Start.Line + _linesBefore;
        if (depth > MaxDepth)
        {
            throw new SigmaRefusedException(line, $"The YAML nests deeper than {MaxDepth} levels.");
        }

        RuleNode node = start switch
        {
            Scalar scalar => new RuleScalar(
                line,
                scalar.Value,
                scalar is { Style: ScalarStyle.Plain, IsQuotedImplicit: false }
            ),
            SequenceStart => List(line, depth),
            MappingStart => Map(line, depth),
            AnchorAlias alias => _anchors.GetValueOrDefault(alias.Value.Value)
                ?? throw new SigmaRefusedException(line, $"The alias '*{alias.Value}' names no anchor before it."),
            _ => throw new SigmaRefusedException(line, $"Unexpected {start.GetType().Name} in the YAML."),
        };
        if (node.Size > MaxNodes)
        {
            throw new SigmaRefusedException(line, $"The YAML has more than {MaxNodes} nodes.");
        }

        if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor.Value] = node;
        }

        return node;
    }

    private RuleList List(int line, int depth)
    {
        var items = new List<RuleNode>();
        while (Next() is not SequenceEnd)
        {
            items.Add(Node(depth + 1));
        }

        return new RuleList(line, items);
    }

    private RuleMap Map(int line, int depth)
    {
        var entries = new List<KeyValuePair<RuleScalar, RuleNode>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (Next() is not MappingEnd)
        {
            if (Node(depth + 1) is not RuleScalar key)
            {
                throw new SigmaRefusedException(line, "A key of a YAML map must be a text.");
            }

            if (!seen.Add(key.Text))
            {
                throw new SigmaRefusedException(key.Line, $"The key '{key.Text}' stands twice in one map.");
            }

            if (key.Text == "<<")
            {
                throw new SigmaRefusedException(key.Line, "YAML merge keys ('<<') are not supported.");
            }

            Next();
            entries.Add(new(key, Node(depth + 1)));
        }

        return new RuleMap(line, entries);
    }

    private ParsingEvent Next() =>
        _parser.MoveNext()
            ? _parser.Current!
            : throw new SigmaRefusedException(_linesBefore + 1, "The YAML ends in the middle of a node.");
}
