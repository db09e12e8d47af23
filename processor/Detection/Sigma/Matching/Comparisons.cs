namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>The comparisons by their names in rules.</summary>
internal static class Comparisons
{
    public static Comparison? Named(string name) =>
        name switch
        {
            "gt" => Comparison.Greater,
            "gte" => Comparison.GreaterOrEqual,
            "lt" => Comparison.Less,
            "lte" => Comparison.LessOrEqual,
            "eq" => Comparison.Equal,
            "neq" => Comparison.NotEqual,
            _ => null,
        };

    public static bool Holds(this Comparison comparison, decimal left, decimal right) =>
        comparison switch
        {
            Comparison.Greater => left > right,
            Comparison.GreaterOrEqual => left >= right,
            Comparison.Less => left < right,
            Comparison.LessOrEqual => left <= right,
            Comparison.Equal => left == right,
            _ => left != right,
        };
}
