using Pipeline.Processor.Detection.Sigma.Conditions;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Detection.Sigma.Matching;
using Pipeline.Processor.Detection.Sigma.Yaml;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>
/// Loads rule files: every document becomes a rule, a correlation, or a refusal. What is wrong costs only itself.
/// </summary>
internal sealed class SigmaLoader
{
    private readonly SigmaFieldTable _fields = new();
    private readonly DetectionCompiler _detections;
    private readonly List<SigmaRule> _rules = [];
    private readonly List<SigmaDraft> _drafts = [];
    private readonly List<SigmaRefusal> _refusals = [];
    private readonly Dictionary<string, SigmaHeader> _ids = new(StringComparer.OrdinalIgnoreCase);

    public SigmaLoader() => _detections = new DetectionCompiler(_fields);

    public SigmaRuleSet Load(IEnumerable<(string File, string Text)> files)
    {
        foreach (var (file, text) in files)
        {
            foreach (var chunk in RuleTextChunk.Split(text))
            {
                Guard(file, chunk.LinesBefore + 1, null, () => Read(file, chunk));
            }
        }

        var links = new CorrelationLinker(_rules, _drafts, _fields, _refusals);
        var correlations = links.Link();
        return new SigmaRuleSet(links.Rules(), correlations, _refusals, _fields);
    }

    private void Read(string file, RuleTextChunk chunk)
    {
        foreach (var node in RuleNodeReader.Read(chunk))
        {
            var map = node as RuleMap;
            Guard(file, node.Line, map?.Text("title") ?? map?.Text("id"), () => Read(file, node));
        }
    }

    private void Read(string file, RuleNode node)
    {
        switch (node)
        {
            case RuleScalar { IsNull: true }:
                return;
            case not RuleMap:
                throw new SigmaRefusedException(node.Line, "A rule must be a YAML map.");
        }

        var document = (RuleMap)node;
        if ((document.Find("action") ?? document.Find("filter")) is { } legacy)
        {
            throw new SigmaRefusedException(legacy.Line, "'action' and 'filter' documents are not supported.");
        }

        if (document.Find("correlation") is { } correlation)
        {
            var map =
                correlation as RuleMap
                ?? throw new SigmaRefusedException(correlation.Line, "'correlation' must be a map.");
            if (document.Find("detection") is { } both)
            {
                throw new SigmaRefusedException(
                    both.Line,
                    "A document is a rule or a correlation, not both: put '---' between them."
                );
            }

            _drafts.Add(new SigmaDraft(Register(SigmaHeaderReader.Read(file, document)), map));
            return;
        }

        if (document.Find("detection") is not RuleMap detection)
        {
            throw new SigmaRefusedException(document.Line, "The document has neither a detection nor a correlation.");
        }

        var header = SigmaHeaderReader.Read(file, document);
        CheckLogSource(document);
        var condition = _detections.Compile(detection);
        _rules.Add(new SigmaRule(Register(header), condition));
    }

    private SigmaHeader Register(SigmaHeader header) =>
        BuiltInDetectors.Ids.Contains(header.RuleId)
            ? throw new SigmaRefusedException(header.Line, $"The id '{header.RuleId}' is a detector's of this program.")
        : _ids.TryAdd(header.Id, header) ? header
        : throw new SigmaRefusedException(
            header.Line,
            $"The id '{header.Id}' is taken by {_ids[header.Id].File}:{_ids[header.Id].Line}."
        );

    private static void CheckLogSource(RuleMap document)
    {
        var source = document.Find("logsource") as RuleMap;
        // Each part may stand alone: 'service: okta' says the product too.
        var product = source?.Text("product") ?? source?.Text("service");
        if (!string.Equals(product, "okta", StringComparison.OrdinalIgnoreCase))
        {
            throw new SigmaRefusedException(
                source?.Line ?? document.Line,
                product is null
                    ? "The log source names no product: only rules for the product 'okta' can match here."
                    : $"The log source is '{product}': only rules for the product 'okta' can match here."
            );
        }
    }

    /// <summary>
    /// Turns whatever goes wrong with a document into its refusal; no rule file can stop the program.
    /// </summary>
    private void Guard(string file, int line, string? rule, Action read)
    {
        try
        {
            read();
        }
        catch (SigmaRefusedException e)
        {
            _refusals.Add(new SigmaRefusal(file, e.Line, rule, e.Message));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _refusals.Add(new SigmaRefusal(file, line, rule, $"The rule cannot be read: {e.Message}"));
        }
    }
}
