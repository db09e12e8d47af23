namespace Pipeline.Processor.Detection.Sigma.Conditions;

/// <summary>
/// What an event's type alone says about a condition. Ordered, so that AND is the least and OR the greatest.
/// </summary>
internal enum Possibility
{
    No,
    Maybe,
    Yes,
}
